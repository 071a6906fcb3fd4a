package io.github.multipaxos.log;

/**
 * A set of slots in a few numbers. Once there are more gaps than it can keep, the smallest gap is
 * filled: the set may then claim slots that were never added, but never lacks one that was.
 */
final class SlotRanges {

  private static final int MOST = 4;

  private final long[] bounds =
      new long[2 * MOST + 2]; // first, through, first, through, … in order
  private int count;

  boolean contains(long slot) {
    return overlaps(slot, slot);
  }

  boolean overlaps(long firstSlot, long throughSlot) {
    for (int i = 0; i < count; i++) {
      if (throughSlot >= bounds[2 * i] && firstSlot <= bounds[2 * i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** Returns the highest slot; 0 if there is none. */
  long last() {
    return count == 0 ? 0 : bounds[2 * count - 1];
  }

  SlotRanges copy() {
    SlotRanges copy = new SlotRanges();
    System.arraycopy(bounds, 0, copy.bounds, 0, 2 * count);
    copy.count = count;
    return copy;
  }

  void add(long slot) {
    add(slot, slot);
  }

  void addAll(SlotRanges other) {
    for (int i = 0; i < other.count; i++) {
      add(other.bounds[2 * i], other.bounds[2 * i + 1]);
    }
  }

  private void add(long first, long through) {
    if (count > 0 && first == bounds[2 * count - 1] + 1) {
      bounds[2 * count - 1] = through; // the common case: one slot after the other
      return;
    }
    int at = 0;
    while (at < count && bounds[2 * at] < first) {
      at++;
    }
    System.arraycopy(bounds, 2 * at, bounds, 2 * at + 2, 2 * (count - at));
    bounds[2 * at] = first;
    bounds[2 * at + 1] = through;
    count++;
    joinTouching();
    if (count > MOST) {
      join(narrowestGap());
    }
  }

  private void joinTouching() {
    for (int i = count - 2; i >= 0; i--) {
      if (gapAfter(i) <= 0) {
        join(i);
      }
    }
  }

  /** Returns how many slots lie between a range and the next; negative if they overlap. */
  private long gapAfter(int range) {
    return bounds[2 * range + 2] - bounds[2 * range + 1] - 1;
  }

  private int narrowestGap() {
    int narrowest = 0;
    for (int i = 1; i < count - 1; i++) {
      if (gapAfter(i) < gapAfter(narrowest)) {
        narrowest = i;
      }
    }
    return narrowest;
  }

  private void join(int range) {
    bounds[2 * range + 1] = Math.max(bounds[2 * range + 1], bounds[2 * range + 3]);
    count--;
    System.arraycopy(bounds, 2 * range + 4, bounds, 2 * range + 2, 2 * (count - range - 1));
  }
}
