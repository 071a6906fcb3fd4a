package io.github.multipaxos.testkit.simulation.suite;

import java.util.ArrayList;
import java.util.List;

/** Says what came of some seeds, so that two JVMs can be compared. */
final class TraceHashes {

  private static final int SEEDS = 6;

  private TraceHashes() {}

  /** Prints a line for each seed, beginning with the one given. */
  public static void main(String[] arguments) {
    of(Long.parseLong(arguments[0])).forEach(System.out::println);
  }

  static List<String> of(long first) {
    List<String> hashes = new ArrayList<>();
    for (long seed = first; seed < first + SEEDS; seed++) {
      hashes.add("model " + Suite.of(Suite.storm(seed)).attempt().report().traceHash());
      hashes.add("full " + Suite.of(Suite.full(seed)).attempt().report().traceHash());
    }
    return hashes;
  }
}
