package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands at the head of a segment. The file gets its final name only after its header and all
 * its space are durable, so a segment that can be found is whole.
 *
 * @param owner whose log it belongs to
 * @param segment its number, from 1
 * @param segmentBytes how long the file is
 * @param blockBytes frames begin at multiples of this
 * @param previousEnd where the segment before ends; everything before that place is durable, and
 *     whatever stands behind it does not belong to the log
 * @param firstSequence the number of the first frame
 */
record SegmentHeader(
    Owner owner,
    long segment,
    long segmentBytes,
    int blockBytes,
    long previousEnd,
    long firstSequence) {

  static final int BYTES = 128;

  private static final int MAGIC = 0x4D505853; // "MPXS"
  private static final short VERSION = 2;
  private static final int CHECKSUM_AT = 124;

  ByteBuffer encode() {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(MAGIC).putShort(VERSION).putShort((short) 0);
    to.putInt(blockBytes).putInt(owner.node().value());
    to.putLong(segment).putLong(segmentBytes).putLong(previousEnd).putLong(firstSequence);
    to.putLong(owner.incarnation());
    Format.putCluster(to, owner.cluster());
    to.putInt(CHECKSUM_AT, checksum(to));
    return to.clear();
  }

  /** Returns the first block of the file. It is written whole, whatever is in it yet. */
  ByteBuffer encodeBlock() {
    return ByteBuffer.allocate(Math.toIntExact(firstFrame().offset())).put(encode()).clear();
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHECKSUM_AT));
    return (int) crc.getValue();
  }

  /**
   * Reads the header of a segment and checks that it is that one, of that log, and in full length.
   */
  static SegmentHeader read(StorageFile file, String path, Owner owner, long segment)
      throws IOException {
    SegmentHeader header = parse(file, path);
    if (!header.owner.equals(owner) || header.segment != segment) {
      throw new DamagedLogException(
          path,
          0,
          "it is segment " + header.segment + " of " + header.owner + ", moved here from there");
    }
    if (file.size() != header.segmentBytes) {
      throw new DamagedLogException(
          path,
          Math.min(file.size(), header.segmentBytes),
          "it is " + file.size() + " bytes long and was " + header.segmentBytes);
    }
    return header;
  }

  /**
   * Reads the header of whatever segment of whatever log that is; checks only that it is intact.
   */
  static SegmentHeader parse(StorageFile file, String path) throws IOException {
    ByteBuffer from = ByteBuffer.allocate(BYTES);
    try {
      file.read(from, 0);
    } catch (IOException e) {
      throw new DamagedLogException(path, 0, "its header cannot be read (" + e.getMessage() + ")");
    }
    from.clear();
    if (from.getInt(0) != MAGIC || from.getInt(CHECKSUM_AT) != checksum(from)) {
      throw new DamagedLogException(path, 0, "it has no valid header");
    }
    return decode(from, path);
  }

  private static SegmentHeader decode(ByteBuffer from, String path) throws IOException {
    Format.checkVersion(path, from.getShort(4), VERSION);
    from.position(8);
    int blockBytes = from.getInt();
    NodeId node = NodeId.of(from.getInt());
    long segment = from.getLong();
    long segmentBytes = from.getLong();
    long previousEnd = from.getLong();
    long firstSequence = from.getLong();
    long incarnation = from.getLong();
    Owner owner = new Owner(Format.getCluster(from), node, incarnation);
    return new SegmentHeader(owner, segment, segmentBytes, blockBytes, previousEnd, firstSequence);
  }

  SegmentHeader withSegmentBytes(long bytes) {
    return new SegmentHeader(owner, segment, bytes, blockBytes, previousEnd, firstSequence);
  }

  /** Returns where the first frame begins. */
  Position firstFrame() {
    return new Position(segment, Math.max(blockBytes, BYTES));
  }
}
