package io.github.multipaxos.testkit.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How much of the chosen log clients had been answered, or had seen, by when. */
final class PastAnswers {

  private final TreeMap<Long, Integer> placesByNanos = new TreeMap<>();

  /** By now it is so many places. */
  void note(long nanos, int places) {
    if (placesByNanos.isEmpty() || placesByNanos.lastEntry().getValue() < places) {
      placesByNanos.put(nanos, places);
    }
  }

  /** Returns how many places it was at that time, in the past. */
  int placesBy(long nanos) {
    Map.Entry<Long, Integer> latest = placesByNanos.floorEntry(nanos);
    return latest == null ? 0 : latest.getValue();
  }
}
