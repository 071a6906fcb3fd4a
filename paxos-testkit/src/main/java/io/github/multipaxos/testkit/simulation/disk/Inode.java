package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.testkit.simulation.Dice;
import java.util.Arrays;
import java.util.BitSet;

/** The content of a file, as the system sees it and as the disk has it. */
final class Inode {

  static final int SECTOR_BYTES = 512;

  private byte[] cached = {};
  private byte[] durable = {};
  private final BitSet dirty = new BitSet();
  private final BitSet cachedRot = new BitSet();
  private final BitSet durableRot = new BitSet();

  int size() {
    return cached.length;
  }

  byte[] cached() {
    return cached;
  }

  void write(byte[] bytes, int offset) {
    resize(Math.max(cached.length, offset + bytes.length));
    System.arraycopy(bytes, 0, cached, offset, bytes.length);
    touch(offset, bytes.length);
    int firstWhole = (offset + SECTOR_BYTES - 1) / SECTOR_BYTES;
    cachedRot.clear(firstWhole, Math.max(firstWhole, (offset + bytes.length) / SECTOR_BYTES));
  }

  void resize(int bytes) {
    int before = cached.length;
    if (bytes != before) {
      cached = Arrays.copyOf(cached, bytes);
    }
    if (bytes > before) {
      touch(before, bytes - before);
    }
  }

  /** A bit flips on the disk, and whoever reads sees it so. */
  void rot(int at) {
    if (at < cached.length) {
      cached[at] ^= 1;
    }
    if (at < durable.length && durable != cached) {
      durable[at] ^= 1;
    }
  }

  /** The same bits flip in every byte of a sector. */
  void rotSector(int at, byte bits) {
    int sector = at / SECTOR_BYTES;
    flip(cached, sector, bits);
    flip(durable, sector, bits);
    cachedRot.set(sector);
    durableRot.set(sector);
  }

  /** Takes those bits back wherever nothing was written over them. */
  void mendSector(int at, byte bits) {
    int sector = at / SECTOR_BYTES;
    if (cachedRot.get(sector)) {
      flip(cached, sector, bits);
    }
    if (durableRot.get(sector)) {
      flip(durable, sector, bits);
    }
    cachedRot.clear(sector);
    durableRot.clear(sector);
  }

  private static void flip(byte[] content, int sector, byte bits) {
    int from = sector * SECTOR_BYTES;
    for (int i = from; i < Math.min(content.length, from + SECTOR_BYTES); i++) {
      content[i] ^= bits;
    }
  }

  /** Tells whether that sector has rotted and was not written since, or not durably. */
  boolean isRotten(int at) {
    return cachedRot.get(at / SECTOR_BYTES) || durableRot.get(at / SECTOR_BYTES);
  }

  private void touch(int offset, int bytes) {
    dirty.set(offset / SECTOR_BYTES, (offset + bytes + SECTOR_BYTES - 1) / SECTOR_BYTES);
  }

  /** Returns another file of this content, all of it durable. */
  Inode copy() {
    Inode copy = new Inode();
    copy.cached = cached.clone();
    copy.durable = cached.clone();
    copy.cachedRot.or(cachedRot);
    copy.durableRot.or(cachedRot);
    return copy;
  }

  /** Makes everything written durable. */
  void force() {
    for (int at = dirty.nextSetBit(0); at >= 0; at = dirty.nextSetBit(at + 1)) {
      keep(at);
    }
    durable = durable.length == cached.length ? durable : Arrays.copyOf(durable, cached.length);
    dirty.clear();
  }

  /** Makes durable what was written to that range. */
  void force(int offset, int bytes) {
    int behind = (offset + bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
    for (int at = offset / SECTOR_BYTES; at < behind; at++) {
      if (dirty.get(at)) {
        keep(at);
        dirty.clear(at);
      }
    }
  }

  /** A sync fails: some sectors have reached the disk, and the system tries none of them again. */
  void failToForce(Dice dice) {
    keepSome(dice, 1);
    dirty.clear();
  }

  /** Power fails. What is left is what the disk has, and some of what it was never told to keep. */
  void losePower(Dice dice) {
    keepSome(dice, dice.chance(0.5) ? 1 : 4096 / SECTOR_BYTES);
    dirty.clear();
    cached = durable.clone();
    cachedRot.clear();
    cachedRot.or(durableRot);
  }

  /** Sectors reach the disk in pieces of so many. */
  private void keepSome(Dice dice, int piece) {
    double share = dice.fraction();
    boolean isKept = false;
    for (int at = dirty.nextSetBit(0), last = -1; at >= 0; at = dirty.nextSetBit(at + 1)) {
      if (at / piece != last) {
        last = at / piece;
        isKept = dice.chance(share);
      }
      if (isKept) {
        keep(at);
      }
    }
  }

  private void keep(int sector) {
    int offset = sector * SECTOR_BYTES;
    int bytes = Math.min(SECTOR_BYTES, cached.length - offset);
    if (bytes > 0) {
      if (durable.length < offset + bytes) {
        durable = Arrays.copyOf(durable, offset + bytes);
      }
      System.arraycopy(cached, offset, durable, offset, bytes);
      durableRot.set(sector, cachedRot.get(sector));
    }
  }
}
