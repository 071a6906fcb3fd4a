package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One of the two copies in the identity file.
 *
 * @param owner whose log it is
 * @param generation counts the changes; the copy of the higher one holds
 * @param boots how often the log was opened, and by which processes
 * @param firstSegment the oldest segment there must be
 * @param lastSegment the newest segment there must be; 0 while none was made
 */
record IdentityCopy(Owner owner, long generation, Boots boots, long firstSegment, long lastSegment)
    implements TwoCopies.Copy {

  private static final int HEADER_BYTES = 128;

  /** The most that one copy takes. */
  static final int MOST_BYTES = HEADER_BYTES + Boots.MOST * Long.BYTES;

  /** Far enough apart that no disk writes both copies in one piece. */
  static final int DISTANCE_BYTES = 1 << 14;

  private static final int MAGIC = 0x4D505849; // "MPXI"
  private static final short VERSION = 2;
  private static final int COUNT_AT = 120;
  private static final int CHECKSUM_AT = 124;

  /** Returns what a directory begins with. */
  static IdentityCopy first(Owner owner) {
    return new IdentityCopy(owner, 1, Boots.NONE, 1, 0);
  }

  @Override
  public ByteBuffer encode() {
    List<Long> processes = boots.processes();
    ByteBuffer to = ByteBuffer.allocate(HEADER_BYTES + processes.size() * Long.BYTES);
    to.putInt(MAGIC).putShort(VERSION).putShort((short) 0);
    to.putLong(generation).putLong(owner.incarnation()).putLong(boots.boot());
    to.putLong(firstSegment).putLong(lastSegment).putInt(owner.node().value());
    Format.putCluster(to, owner.cluster());
    to.putInt(COUNT_AT, processes.size()).position(HEADER_BYTES);
    processes.forEach(to::putLong);
    return to.putInt(CHECKSUM_AT, checksum(to, processes.size())).clear();
  }

  private static int checksum(ByteBuffer copy, int processes) {
    CRC32C crc = new CRC32C();
    crc.update(copy.slice(0, CHECKSUM_AT));
    crc.update(copy.slice(HEADER_BYTES, processes * Long.BYTES));
    return (int) crc.getValue();
  }

  /** Reads the copy of that number, 0 or 1, from the identity file; null if it is not intact. */
  static @Nullable IdentityCopy read(String path, StorageFile file, int copy) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
    file.read(buffer, (long) copy * DISTANCE_BYTES);
    return decode(buffer.clear(), path);
  }

  /** Reads a copy; null if it is not intact. */
  static @Nullable IdentityCopy decode(ByteBuffer from, String path) throws IOException {
    int processes = from.getInt(COUNT_AT);
    if (from.getInt(0) != MAGIC || processes < 0 || processes > Boots.MOST) {
      return null;
    }
    if (from.getInt(CHECKSUM_AT) != checksum(from, processes)) {
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
    Boots boots = new Boots(boot, processes(from.position(HEADER_BYTES), processes));
    return new IdentityCopy(owner, generation, boots, firstSegment, lastSegment);
  }

  private static List<Long> processes(ByteBuffer from, int count) {
    List<Long> processes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      processes.add(from.getLong());
    }
    return processes;
  }

  IdentityCopy booted(long process, long toLastSegment) {
    return new IdentityCopy(
        owner, generation + 1, boots.opened(process), firstSegment, toLastSegment);
  }

  IdentityCopy endingWith(long toLastSegment) {
    return new IdentityCopy(owner, generation + 1, boots, firstSegment, toLastSegment);
  }

  IdentityCopy beginningWith(long toFirstSegment) {
    return new IdentityCopy(owner, generation + 1, boots, toFirstSegment, lastSegment);
  }
}
