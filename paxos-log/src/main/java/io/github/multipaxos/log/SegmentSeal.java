package io.github.multipaxos.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Knows the marks by which what belongs to a place of one segment is told from all else: from other
 * places, from other logs, and from what the same file held in an earlier life, as another segment.
 * Used by one thread at a time.
 */
final class SegmentSeal {

  /** Each sector that a frame touches begins with a stamp of so many bytes. */
  static final int STAMP_BYTES = 8;

  private static final int SALT_BYTES = 32;
  private static final int SEGMENT_AT = 16;
  private static final int OFFSET_AT = 24;
  private static final long NUMBER_MASK = 0xffffffffL;

  private final Owner owner;
  private final long segment;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer salt = ByteBuffer.allocate(SALT_BYTES);
  private final long key;
  private long earlier; // the segment asked for last
  private long earlierKey;

  SegmentSeal(Owner owner, long segment) {
    this.owner = owner;
    this.segment = segment;
    salt.putLong(owner.incarnation()).putInt(owner.node().value()).putInt(owner.clusterDigest());
    this.key = keyOf(segment);
  }

  Owner owner() {
    return owner;
  }

  long segment() {
    return segment;
  }

  /** Returns the checksum of the bytes as they should stand at that offset and nowhere else. */
  int checksum(long offset, ByteBuffer bytes) {
    salt(segment, offset);
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private void salt(long number, long offset) {
    salt.putLong(SEGMENT_AT, number).putLong(OFFSET_AT, offset);
    crc.reset();
    crc.update(salt.array());
  }

  /** Returns the stamp of a sector of this segment: it was written in this life of the file. */
  long stamp(long offset) {
    return stamp(segment, key, offset);
  }

  private static long stamp(long number, long key, long offset) {
    return number << Integer.SIZE | mix(key | offset) >>> Integer.SIZE;
  }

  /** Returns what the stamps of a segment are made of. The lower half is free for the offset. */
  private long keyOf(long number) {
    salt(number, 0);
    return crc.getValue() << Integer.SIZE;
  }

  /** Spreads every bit over all of them (the finalizer of MurmurHash3). */
  private static long mix(long bits) {
    long mixed = bits;
    mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }

  /**
   * Tells whether that is the stamp of a sector at that offset from an earlier life of the file,
   * when it was a segment of a lower number.
   */
  boolean isEarlier(long stamp, long offset) {
    long age = segment - (stamp >>> Integer.SIZE) & NUMBER_MASK; // stamps have the lower half
    long number = segment - age;
    if (age == 0 || number < 1) {
      return false;
    }
    if (number != earlier) {
      earlier = number;
      earlierKey = keyOf(number);
    }
    return stamp == stamp(number, earlierKey, offset);
  }
}
