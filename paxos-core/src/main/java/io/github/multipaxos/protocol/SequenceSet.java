package io.github.multipaxos.protocol;

import java.util.Map;
import java.util.TreeMap;

/** A set of numbers that mostly follow each other, kept as ranges. */
final class SequenceSet {

  private final TreeMap<Long, Long> throughByFirst = new TreeMap<>();

  /** Adds a number and tells whether it was not there before. */
  boolean add(long number) {
    Map.Entry<Long, Long> below = throughByFirst.floorEntry(number);
    if (below != null && below.getValue() >= number) {
      return false;
    }
    long first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
    Long throughAbove = throughByFirst.remove(number + 1);
    throughByFirst.put(first, throughAbove == null ? number : throughAbove);
    return true;
  }

  boolean contains(long number) {
    Map.Entry<Long, Long> below = throughByFirst.floorEntry(number);
    return below != null && below.getValue() >= number;
  }

  /** Returns how many ranges are kept. */
  int ranges() {
    return throughByFirst.size();
  }
}
