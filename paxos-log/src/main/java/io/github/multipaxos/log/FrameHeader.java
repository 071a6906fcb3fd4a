package io.github.multipaxos.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the head of a frame. A frame holds records that were synced together.
 *
 * @param version how the frame is laid out
 * @param recordVersion how its records are
 * @param group the group whose records they are; 0 is the only one today
 * @param payloadBytes how many bytes of records follow
 * @param recordCount how many records follow; none in a fence
 * @param zeroSectors how many sectors of the frame hold only zeros: if more do when it is read,
 *     some were never written
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
    int zeroSectors,
    long sequence,
    Position watermark,
    int payloadChecksum) {

  static final int BYTES = 64;
  static final short VERSION = 1;

  private static final int MAGIC = 0x4D505846; // "MPXF"
  private static final int CHECKSUM_AT = 60;

  /** Writes the header at {@code start} of the buffer, with a checksum fit for {@code at}. */
  void write(ByteBuffer to, int start, Owner owner, Position at) {
    ByteBuffer header = to.slice(start, BYTES);
    header.putInt(MAGIC).putShort(version).putShort(recordVersion).putInt(group);
    header.putInt(payloadBytes).putInt(recordCount).putInt(zeroSectors).putLong(sequence);
    header.putLong(watermark.segment()).putLong(watermark.offset()).putInt(payloadChecksum);
    header.putLong(0); // reserved
    header.putInt(owner.checksum(at, header.slice(0, CHECKSUM_AT)));
  }

  /** Reads the header at {@code start} of the buffer; null if none was written for {@code at}. */
  static @Nullable FrameHeader read(ByteBuffer from, int start, Owner owner, Position at) {
    ByteBuffer header = from.slice(start, BYTES);
    if (header.getInt(0) != MAGIC
        || header.getInt(CHECKSUM_AT) != owner.checksum(at, header.slice(0, CHECKSUM_AT))) {
      return null;
    }
    header.position(4);
    return new FrameHeader(
        header.getShort(),
        header.getShort(),
        header.getInt(),
        header.getInt(),
        header.getInt(),
        header.getInt(),
        header.getLong(),
        new Position(header.getLong(), header.getLong()),
        header.getInt());
  }

  FrameHeader withZeroSectors(int zeros) {
    return new FrameHeader(
        version,
        recordVersion,
        group,
        payloadBytes,
        recordCount,
        zeros,
        sequence,
        watermark,
        payloadChecksum);
  }

  /** Returns how many bytes the frame takes with its padding. */
  int paddedBytes(int blockBytes) {
    return Format.roundUp(BYTES + payloadBytes, blockBytes);
  }

  /** Returns how many bytes there are in the sectors that the frame touches. */
  int sectorBytes() {
    return Format.roundUp(BYTES + payloadBytes, Format.SECTOR_BYTES);
  }
}
