package io.github.multipaxos.log;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Whose log it is. Goes into every checksum, so that a block of another log, or of an earlier log
 * on the same disk, is not taken for one of this log.
 */
record Owner(ClusterId cluster, NodeId node, long incarnation) {

  /** Returns what stands for the cluster's name in a checksum. */
  int clusterDigest() {
    CRC32C crc = new CRC32C();
    crc.update(cluster.name().getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }
}
