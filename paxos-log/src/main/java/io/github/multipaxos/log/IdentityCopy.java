package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One of the two copies in the identity file.
 *
 * @param owner whose log it is
 * @param generation counts the changes; the copy of the higher one holds
 * @param boot how often the log was opened
 * @param firstSegment the oldest segment there must be
 * @param lastSegment the newest segment there must be; 0 while none was made
 */
record IdentityCopy(Owner owner, long generation, long boot, long firstSegment, long lastSegment) {

  static final int BYTES = 128;

  /** Far enough apart that no disk writes both copies in one piece. */
  static final int DISTANCE_BYTES = 1 << 14;

  private static final int MAGIC = 0x4D505849; // "MPXI"
  private static final short VERSION = 1;
  private static final int CHECKSUM_AT = 124;

  ByteBuffer encode() {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(MAGIC).putShort(VERSION).putShort((short) 0);
    to.putLong(generation).putLong(owner.incarnation()).putLong(boot);
    to.putLong(firstSegment).putLong(lastSegment).putInt(owner.node().value());
    Format.putCluster(to, owner.cluster());
    to.putInt(CHECKSUM_AT, checksum(to));
    return to.clear();
  }

  private static int checksum(ByteBuffer copy) {
    CRC32C crc = new CRC32C();
    crc.update(copy.slice(0, CHECKSUM_AT));
    return (int) crc.getValue();
  }

  /** Reads the copy of that number, 0 or 1, from the identity file; null if it is not intact. */
  static @Nullable IdentityCopy read(String path, StorageFile file, int copy) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    file.read(buffer, (long) copy * DISTANCE_BYTES);
    return decode(buffer.clear(), path);
  }

  /** Reads a copy; null if it is not intact. */
  static @Nullable IdentityCopy decode(ByteBuffer from, String path) throws IOException {
    if (from.getInt(0) != MAGIC || from.getInt(CHECKSUM_AT) != checksum(from)) {
      return null;
    }
    Format.checkVersion(path, from.getShort(4), VERSION);
    from.position(8);
    long generation = from.getLong();
    long incarnation = from.getLong();
    long boot = from.getLong();
    long firstSegment = from.getLong();
    long lastSegment = from.getLong();
    NodeId node = NodeId.of(from.getInt());
    Owner owner = new Owner(Format.getCluster(from), node, incarnation);
    return new IdentityCopy(owner, generation, boot, firstSegment, lastSegment);
  }

  IdentityCopy booted(long toBoot, long toLastSegment) {
    return new IdentityCopy(owner, generation + 1, toBoot, firstSegment, toLastSegment);
  }

  IdentityCopy beginningWith(long toFirstSegment) {
    return new IdentityCopy(owner, generation + 1, boot, toFirstSegment, lastSegment);
  }
}
