package io.github.multipaxos.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames of one segment and says in what condition they are. Used by one thread at a time.
 */
final class FrameReader {

  private final Segment segment;
  private final SegmentSeal seal;
  private final int windowBytes;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;
  private ByteBuffer records = ByteBuffer.allocate(0);

  FrameReader(Segment segment, int windowBytes) {
    this.segment = segment;
    this.seal = new SegmentSeal(segment.header().owner(), segment.number());
    this.windowBytes = (int) Math.min(windowBytes, segment.header().segmentBytes());
  }

  /** What can be said of a place where a frame should be. */
  enum Condition {
    /** It reads as it was written. */
    INTACT,
    /** The sector in which it would begin was not written since the file became this segment. */
    UNWRITTEN,
    /** It has a header, and some of its other sectors were never written. */
    INCOMPLETE,
    /** Its header was written, and is not what was written. */
    HEADER_DAMAGED,
    /** All of it was written, and is not what was written. */
    PAYLOAD_DAMAGED
  }

  /**
   * A place where a frame should be.
   *
   * @param at the place
   * @param condition what is there
   * @param header the frame's header, if that is intact
   */
  record Frame(Position at, Condition condition, @Nullable FrameHeader header) {}

  /** Looks at the frame that begins at that block. */
  Frame read(long offset) throws IOException {
    Position at = new Position(segment.number(), offset);
    FrameHeader header = header(offset);
    if (header == null) {
      Condition condition = isUnwritten(offset) ? Condition.UNWRITTEN : Condition.HEADER_DAMAGED;
      return new Frame(at, condition, null);
    }
    return new Frame(at, condition(offset, header), header);
  }

  /** Returns the header at that block, if an intact one is there. */
  @Nullable FrameHeader header(long offset) throws IOException {
    int start = require(offset, Format.SECTOR_BYTES);
    FrameHeader header = FrameHeader.read(window, start, seal, offset);
    return header != null && fits(offset, header) ? header : null;
  }

  private boolean fits(long offset, FrameHeader header) {
    long room = segment.header().segmentBytes() - offset - FrameHeader.BYTES;
    return header.payloadBytes() >= 0
        && header.payloadBytes() <= room
        && header.sectorBytes() <= room + FrameHeader.BYTES;
  }

  private Condition condition(long offset, FrameHeader header) throws IOException {
    int bytes = header.sectorBytes();
    int start = require(offset, bytes);
    ByteBuffer stored =
        window.slice(start + FrameHeader.BYTES, header.frameBytes() - FrameHeader.BYTES);
    if (seal.checksum(offset, stored) == header.payloadChecksum()) {
      return Condition.INTACT;
    }
    return Sectors.isAnyUnwritten(window, start, bytes, seal, offset)
        ? Condition.INCOMPLETE
        : Condition.PAYLOAD_DAMAGED;
  }

  /** Returns the records of an intact frame. They are gone when the next are asked for. */
  ByteBuffer payload(Frame frame) throws IOException {
    FrameHeader header = frame.header();
    if (header == null) {
      throw new IllegalArgumentException("a frame without a header has no records");
    }
    int start = require(frame.at().offset(), header.sectorBytes());
    int room = MovedWords.roomBytes(header.payloadBytes());
    if (records.capacity() < room) {
      records = ByteBuffer.allocate(Math.max(room, SlotIndex.EXTENT_BYTES));
    }
    MovedWords.restore(window, start, header.payloadBytes(), records.clear());
    return records;
  }

  /** Tells whether the sector there was not written since the file became this segment. */
  boolean isUnwritten(long offset) throws IOException {
    return Sectors.isUnwritten(window, require(offset, Format.SECTOR_BYTES), seal, offset);
  }

  /** Has those bytes in the window and returns where in it they begin. */
  private int require(long offset, int bytes) throws IOException {
    long into = offset - windowStart;
    if (into < 0 || into + bytes > window.limit()) {
      load(offset, bytes);
      into = 0;
    }
    return (int) into;
  }

  private void load(long offset, int bytes) throws IOException {
    int wanted = Math.max(bytes, windowBytes);
    if (window.capacity() < wanted) {
      window = ByteBuffer.allocate(wanted);
    }
    window.clear().limit(wanted);
    try {
      segment.file().read(window, offset);
    } catch (IOException e) {
      window.position(0).limit(0);
      throw new IOException(
          "cannot read " + segment.path() + " at offset " + offset + ": " + e.getMessage(), e);
    }
    window.flip();
    windowStart = offset;
    if (window.limit() < bytes) {
      throw new DamagedLogException(
          segment.path(), offset + window.limit(), "the file ends there, and did not once");
    }
  }
}
