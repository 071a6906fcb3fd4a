package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.SnapshotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands at the head of a snapshot's file.
 *
 * @param cluster the cluster whose state it is; any of its nodes may hold it
 * @param snapshot the snapshot's name; what it counts begins behind the header
 */
record SnapshotHeader(ClusterId cluster, SnapshotId snapshot) {

  static final int BYTES = 128;

  private static final int MAGIC = 0x4D505854; // "MPXT"
  private static final short VERSION = 1;
  private static final int CHECKSUM_AT = 124;

  ByteBuffer encode() {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(MAGIC).putShort(VERSION).putShort((short) 0);
    to.putLong(snapshot.slot()).putLong(snapshot.bytes()).putInt(snapshot.checksum());
    Format.putCluster(to, cluster);
    to.putInt(CHECKSUM_AT, checksum(to));
    return to.clear();
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHECKSUM_AT));
    return (int) crc.getValue();
  }

  /** Reads the header of a file; nothing if it is not intact. */
  static Optional<SnapshotHeader> read(StorageFile file, String path) throws IOException {
    return parse(bytesOf(file), path);
  }

  /** Returns where the header stands in the file, whatever that holds. */
  static ByteBuffer bytesOf(StorageFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    file.read(bytes, 0);
    return bytes.clear();
  }

  /**
   * Makes a header of such bytes; nothing if it is not intact.
   *
   * @throws IOException if a later release wrote it
   */
  static Optional<SnapshotHeader> parse(ByteBuffer from, String path) throws IOException {
    if (from.getInt(0) != MAGIC || from.getInt(CHECKSUM_AT) != checksum(from)) {
      return Optional.empty();
    }
    Format.checkVersion(path, from.getShort(4), VERSION);
    from.position(8);
    long slot = from.getLong();
    long bytes = from.getLong();
    int checksum = from.getInt();
    return Optional.of(
        new SnapshotHeader(Format.getCluster(from), new SnapshotId(slot, bytes, checksum)));
  }
}
