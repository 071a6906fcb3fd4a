package io.github.multipaxos.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A set of numbers that mostly follow each other, kept as ranges. Not safe for several threads. */
public final class SequenceSet {

  private final TreeMap<Long, Long> throughByFirst = new TreeMap<>();

  /** Makes an empty set. */
  public SequenceSet() {}

  /** Makes a set of these ranges, each from its key through its value. */
  public SequenceSet(SortedMap<Long, Long> ranges) {
    throughByFirst.putAll(ranges);
  }

  /** Adds a number and tells whether it was not there before. */
  public boolean add(long number) {
    Map.Entry<Long, Long> below = throughByFirst.floorEntry(number);
    if (below != null && below.getValue() >= number) {
      return false;
    }
    long first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
    Long throughAbove = throughByFirst.remove(number + 1);
    throughByFirst.put(first, throughAbove == null ? number : throughAbove);
    return true;
  }

  /** Tells whether the number is there. */
  public boolean contains(long number) {
    Map.Entry<Long, Long> below = throughByFirst.floorEntry(number);
    return below != null && below.getValue() >= number;
  }

  /** Adds every number between the two lowest ranges, so that there is one range less. */
  public void closeLowestGap() {
    Map.Entry<Long, Long> lowest = throughByFirst.firstEntry();
    Map.Entry<Long, Long> next =
        lowest == null ? null : throughByFirst.higherEntry(lowest.getKey());
    if (next != null) {
      throughByFirst.remove(next.getKey());
      throughByFirst.put(lowest.getKey(), next.getValue());
    }
  }

  /** Returns how many ranges are kept. */
  public int count() {
    return throughByFirst.size();
  }

  /** Returns a view of the ranges in order, each from its key through its value. */
  public SortedMap<Long, Long> ranges() {
    return Collections.unmodifiableSortedMap(throughByFirst);
  }
}
