package io.github.multipaxos.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the head of a frame. A frame holds records that were synced together. Its first
 * sector, as all others, begins with a {@linkplain SegmentSeal#stamp stamp}.
 *
 * @param version how the frame is laid out
 * @param recordVersion how its records are
 * @param group the group whose records they are; 0 is the only one today
 * @param payloadBytes how many bytes of records follow
 * @param recordCount how many records follow; none in a fence
 * @param sequence counts frames from 1, across segments
 * @param watermark everything before this place was durable when the frame was written
 * @param payloadChecksum the checksum of the records
 */
record FrameHeader(
    short version,
    short recordVersion,
    int group,
    int payloadBytes,
    int recordCount,
    long sequence,
    Position watermark,
    int payloadChecksum) {

  static final int BYTES = 64;
  static final short VERSION = 2;

  private static final int MAGIC = 0x4D505846; // "MPXF"
  private static final int MAGIC_AT = SegmentSeal.STAMP_BYTES;
  private static final int CHECKSUM_AT = 60;

  /** Writes the header at {@code start} of the buffer, fit for that offset of the segment. */
  void write(ByteBuffer to, int start, SegmentSeal seal, long offset) {
    ByteBuffer header = to.slice(start, BYTES);
    header.putLong(seal.stamp(offset));
    header.putInt(MAGIC).putShort(version).putShort(recordVersion).putInt(group);
    header.putInt(payloadBytes).putInt(recordCount).putLong(sequence);
    header.putLong(watermark.segment()).putLong(watermark.offset()).putInt(payloadChecksum);
    header.putInt(0); // reserved
    header.putInt(seal.checksum(offset, header.slice(0, CHECKSUM_AT)));
  }

  /** Reads the header at {@code start} of the buffer; null if none was written for that offset. */
  static @Nullable FrameHeader read(ByteBuffer from, int start, SegmentSeal seal, long offset) {
    ByteBuffer header = from.slice(start, BYTES);
    if (header.getInt(MAGIC_AT) != MAGIC
        || header.getInt(CHECKSUM_AT) != seal.checksum(offset, header.slice(0, CHECKSUM_AT))) {
      return null;
    }
    header.position(MAGIC_AT + Integer.BYTES);
    return new FrameHeader(
        header.getShort(),
        header.getShort(),
        header.getInt(),
        header.getInt(),
        header.getInt(),
        header.getLong(),
        new Position(header.getLong(), header.getLong()),
        header.getInt());
  }

  /** Returns how many bytes the frame takes without its padding. */
  int frameBytes() {
    return MovedWords.frameBytes(payloadBytes);
  }

  /** Returns how many bytes the frame takes with its padding. */
  int paddedBytes(int blockBytes) {
    return Format.roundUp(frameBytes(), blockBytes);
  }

  /** Returns how many bytes there are in the sectors that the frame touches. */
  int sectorBytes() {
    return Format.roundUp(frameBytes(), Format.SECTOR_BYTES);
  }
}
