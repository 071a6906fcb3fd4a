package io.github.multipaxos.protocol;

import java.util.Map;
import java.util.TreeMap;

/**
 * The slots whose decrees the log should hold and does not: skipped by a fetched snapshot (rule L7)
 * or lost with a damaged record (rule D5).
 */
final class Gaps {

  private final TreeMap<Long, Long> throughByFirst;

  Gaps() {
    throughByFirst = new TreeMap<>();
  }

  private Gaps(TreeMap<Long, Long> throughByFirst) {
    this.throughByFirst = throughByFirst;
  }

  Gaps copy() {
    return new Gaps(new TreeMap<>(throughByFirst));
  }

  boolean isEmpty() {
    return throughByFirst.isEmpty();
  }

  void add(long firstSlot, long throughSlot) {
    if (firstSlot > throughSlot) {
      return;
    }
    long first = firstSlot;
    long through = throughSlot;
    long touching = throughSlot == Long.MAX_VALUE ? throughSlot : throughSlot + 1;
    Map.Entry<Long, Long> other = throughByFirst.floorEntry(touching);
    while (other != null && other.getValue() >= firstSlot - 1) {
      first = Math.min(first, other.getKey());
      through = Math.max(through, other.getValue());
      throughByFirst.remove(other.getKey());
      other = throughByFirst.floorEntry(touching);
    }
    throughByFirst.put(first, through);
  }

  void remove(long slot) {
    Map.Entry<Long, Long> gap = throughByFirst.floorEntry(slot);
    if (gap == null || gap.getValue() < slot) {
      return;
    }
    throughByFirst.remove(gap.getKey());
    if (gap.getKey() < slot) {
      throughByFirst.put(gap.getKey(), slot - 1);
    }
    if (slot < gap.getValue()) {
      throughByFirst.put(slot + 1, gap.getValue());
    }
  }

  void removeThrough(long slot) {
    Map.Entry<Long, Long> last = throughByFirst.floorEntry(slot);
    throughByFirst.headMap(slot, true).clear();
    if (last != null && last.getValue() > slot) {
      throughByFirst.put(slot + 1, last.getValue());
    }
  }

  void removeAbove(long slot) {
    throughByFirst.tailMap(slot, false).clear();
    Map.Entry<Long, Long> last = throughByFirst.lastEntry();
    if (last != null && last.getValue() > slot) {
      throughByFirst.put(last.getKey(), slot);
    }
  }

  /** Returns the first slot above this one that is missing; {@link Long#MAX_VALUE} if none is. */
  long firstAbove(long slot) {
    Map.Entry<Long, Long> gap = throughByFirst.floorEntry(slot + 1);
    if (gap != null && gap.getValue() > slot) {
      return slot + 1;
    }
    Long higher = throughByFirst.higherKey(slot + 1);
    return higher == null ? Long.MAX_VALUE : higher;
  }

  /** Returns the last slot up to this one that is missing; 0 if none is. */
  long lastThrough(long slot) {
    Map.Entry<Long, Long> gap = throughByFirst.floorEntry(slot);
    return gap == null ? 0 : Math.min(slot, gap.getValue());
  }

  /** Returns the last slot of the gap that this missing slot is in. */
  long throughOf(long slot) {
    Map.Entry<Long, Long> gap = throughByFirst.floorEntry(slot);
    return gap == null ? slot : Math.max(slot, gap.getValue());
  }
}
