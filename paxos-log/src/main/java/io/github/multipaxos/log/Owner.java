package io.github.multipaxos.log;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Whose log it is. Salts every checksum, so that a block of another log, or of an earlier log on
 * the same disk, is not taken for one of this log.
 */
record Owner(ClusterId cluster, NodeId node, long incarnation) {

  private static final int SALT_BYTES = 32;

  /** Returns the checksum of {@code bytes} as they should stand at that position and no other. */
  int checksum(Position at, ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(salt(at));
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private byte[] salt(Position at) {
    return ByteBuffer.allocate(SALT_BYTES)
        .putLong(incarnation)
        .putInt(node.value())
        .putInt(clusterDigest())
        .putLong(at.segment())
        .putLong(at.offset())
        .array();
  }

  private int clusterDigest() {
    CRC32C crc = new CRC32C();
    crc.update(cluster.name().getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }
}
