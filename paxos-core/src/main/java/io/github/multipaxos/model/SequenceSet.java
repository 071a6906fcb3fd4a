package io.github.multipaxos.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A set of numbers that mostly follow each other, kept as ranges. Not safe for several threads. */
public final class SequenceSet {

  private final TreeMap<Long, Long> throughByFirst = new TreeMap<>();

  /** The highest range, which most numbers go to; there is one if its end is not before it. */
  private long topFirst = 0;

  private long topThrough = -1;
  private boolean isTopStale; // in the map

  /** Makes an empty set. */
  public SequenceSet() {}

  /** Makes a set of these ranges, each from its key through its value. */
  public SequenceSet(SortedMap<Long, Long> ranges) {
    throughByFirst.putAll(ranges);
    lookUp();
  }

  /** Has the map hold the highest range as it is. */
  private void settle() {
    if (isTopStale) {
      throughByFirst.put(topFirst, topThrough);
      isTopStale = false;
    }
  }

  private void lookUp() {
    Map.Entry<Long, Long> last = throughByFirst.lastEntry();
    topFirst = last == null ? 0 : last.getKey();
    topThrough = last == null ? -1 : last.getValue();
  }

  /** Adds a number and tells whether it was not there before. */
  public boolean add(long number) {
    if (topThrough >= topFirst && number - 1 == topThrough) {
      topThrough = number;
      isTopStale = true;
      return true;
    }
    settle();
    boolean isNew = insert(number);
    lookUp();
    return isNew;
  }

  private boolean insert(long number) {
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
    settle();
    Map.Entry<Long, Long> below = throughByFirst.floorEntry(number);
    return below != null && below.getValue() >= number;
  }

  /** Adds every number between the two lowest ranges, so that there is one range less. */
  public void closeLowestGap() {
    settle();
    Map.Entry<Long, Long> lowest = throughByFirst.firstEntry();
    Map.Entry<Long, Long> next =
        lowest == null ? null : throughByFirst.higherEntry(lowest.getKey());
    if (next != null) {
      throughByFirst.remove(next.getKey());
      throughByFirst.put(lowest.getKey(), next.getValue());
      lookUp();
    }
  }

  /** Returns how many ranges are kept. */
  public int count() {
    settle();
    return throughByFirst.size();
  }

  /** Returns a view of the ranges in order, each from its key through its value. */
  public SortedMap<Long, Long> ranges() {
    settle();
    return Collections.unmodifiableSortedMap(throughByFirst);
  }
}
