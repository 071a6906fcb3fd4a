package io.github.multipaxos.log;

import java.nio.ByteBuffer;

/** Tells sectors that were written from those that still hold the zeros they were made with. */
final class Sectors {

  private static final int SECTOR = Format.SECTOR_BYTES;

  private Sectors() {}

  /** Counts the sectors of nothing but zeros in a range of whole sectors. */
  static int countZero(ByteBuffer buffer, int start, int bytes) {
    int count = 0;
    for (int at = start; at < start + bytes; at += SECTOR) {
      if (isZero(buffer, at)) {
        count++;
      }
    }
    return count;
  }

  /** Tells whether the sector that begins there holds nothing but zeros. */
  static boolean isZero(ByteBuffer buffer, int start) {
    for (int at = start; at < start + SECTOR; at += Long.BYTES) {
      if (buffer.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }
}
