package io.github.multipaxos.testkit.simulation;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each thing worth seeing was seen (I20). Safe for one thread; add up at the end. */
public final class Coverage {

  private final SortedMap<String, long[]> marks = new TreeMap<>();

  /** Has seen nothing. */
  public Coverage() {}

  void mark(String what) {
    marks.computeIfAbsent(what, absent -> new long[1])[0]++;
  }

  /** Notes that something was seen so many times more. */
  public void mark(String what, long times) {
    marks.computeIfAbsent(what, absent -> new long[1])[0] += times;
  }

  /** Adds what another has seen. */
  public void add(Coverage other) {
    other.marks.forEach((what, times) -> mark(what, times[0]));
  }

  /** Returns how often each thing was seen. */
  public SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Map.Entry<String, long[]> mark : marks.entrySet()) {
      counts.put(mark.getKey(), mark.getValue()[0]);
    }
    return counts;
  }
}
