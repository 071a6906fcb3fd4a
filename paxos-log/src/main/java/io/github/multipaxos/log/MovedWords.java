package io.github.multipaxos.log;

import java.nio.ByteBuffer;

/**
 * The words of a frame's payload that stand where its sectors begin. The sectors' stamps take their
 * places, and they are kept behind the payload.
 *
 * <p>They begin at the next multiple of eight behind the payload, and leave out the beginnings of
 * sectors, where the stamps are. A frame of one sector has none, since it begins with its header.
 */
final class MovedWords {

  private static final int SECTOR = Format.SECTOR_BYTES;
  private static final int WORD = SegmentSeal.STAMP_BYTES;
  private static final int WORDS_IN_SECTOR = SECTOR / WORD - 1; // one is the stamp

  private MovedWords() {}

  /** Returns how many bytes a frame takes with its header and the words moved. */
  static int frameBytes(int payloadBytes) {
    int words = count(payloadBytes);
    if (words == 0) {
      return FrameHeader.BYTES + payloadBytes;
    }
    int first = first(payloadBytes);
    int sectorEnd = Format.roundUp(first, SECTOR);
    int left = words - (sectorEnd - first) / WORD;
    if (left <= 0) {
      return first + words * WORD;
    }
    int sectors = left / WORDS_IN_SECTOR;
    int rest = left % WORDS_IN_SECTOR;
    return sectorEnd + sectors * SECTOR + (rest == 0 ? 0 : (rest + 1) * WORD);
  }

  private static int count(int payloadBytes) {
    return (FrameHeader.BYTES + payloadBytes - 1) / SECTOR;
  }

  private static int first(int payloadBytes) {
    return Format.roundUp(FrameHeader.BYTES + payloadBytes, WORD);
  }

  /** Puts the words behind the payload of the frame that begins there. */
  static void save(ByteBuffer buffer, int start, int payloadBytes) {
    int at = first(payloadBytes);
    for (int sector = 1; sector <= count(payloadBytes); sector++) {
      at += at % SECTOR == 0 ? WORD : 0;
      buffer.putLong(start + at, buffer.getLong(start + sector * SECTOR));
      at += WORD;
    }
  }

  /** Stamps every sector of the frame but its first. */
  static void stamp(ByteBuffer buffer, int start, int payloadBytes, SegmentSeal seal, long offset) {
    int bytes = frameBytes(payloadBytes);
    for (int at = SECTOR; at < bytes; at += SECTOR) {
      buffer.putLong(start + at, seal.stamp(offset + at));
    }
  }

  /** Returns how much room {@link #restore} needs. */
  static int roomBytes(int payloadBytes) {
    return first(payloadBytes) - FrameHeader.BYTES;
  }

  /** Copies the payload of the frame that begins there, and puts the words back in their places. */
  static void restore(ByteBuffer from, int start, int payloadBytes, ByteBuffer to) {
    to.put(0, from, start + FrameHeader.BYTES, payloadBytes);
    int at = first(payloadBytes);
    for (int sector = 1; sector <= count(payloadBytes); sector++) {
      at += at % SECTOR == 0 ? WORD : 0;
      to.putLong(sector * SECTOR - FrameHeader.BYTES, from.getLong(start + at));
      at += WORD;
    }
    to.limit(payloadBytes).position(0);
  }
}
