package io.github.multipaxos.log;

import java.nio.ByteBuffer;

/**
 * Tells sectors that were written in this life of their file from those that were not: these still
 * hold the zeros the file was made with, or what an earlier life has left.
 */
final class Sectors {

  private static final int SECTOR = Format.SECTOR_BYTES;

  private Sectors() {}

  /** Tells whether any sector of a range was not written, of whole sectors from that offset on. */
  static boolean isAnyUnwritten(
      ByteBuffer buffer, int start, int bytes, SegmentSeal seal, long offset) {
    for (int at = 0; at < bytes; at += SECTOR) {
      if (isUnwritten(buffer, start + at, seal, offset + at)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the sector at that offset, which begins there in the buffer, was not written. */
  static boolean isUnwritten(ByteBuffer buffer, int start, SegmentSeal seal, long offset) {
    long first = buffer.getLong(start);
    return first == 0 ? isZero(buffer, start) : seal.isEarlier(first, offset);
  }

  private static boolean isZero(ByteBuffer buffer, int start) {
    for (int at = start; at < start + SECTOR; at += Long.BYTES) {
      if (buffer.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }
}
