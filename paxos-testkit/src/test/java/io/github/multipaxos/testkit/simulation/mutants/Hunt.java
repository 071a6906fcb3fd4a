package io.github.multipaxos.testkit.simulation.mutants;

import io.github.multipaxos.testkit.simulation.Finding;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Tier;
import io.github.multipaxos.testkit.simulation.suite.Suite;
import java.util.Optional;

/**
 * Runs seeds until one of them finds something, in a JVM whose class path begins with a mutant's
 * classes. Prints one line: {@code found|nothing SEEDS SECONDS [SENTENCE]}.
 */
final class Hunt {

  private Hunt() {}

  /** Takes the tier, the first seed, and the most seeds and seconds to spend. */
  public static void main(String[] arguments) {
    Tier tier = Tier.valueOf(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    int seeds = Integer.parseInt(arguments[2]);
    long limitNanos = Long.parseLong(arguments[3]) * 1_000_000_000L;
    long began = System.nanoTime();
    for (int spent = 1; spent <= seeds; spent++) {
      Optional<Finding> finding = Suite.of(line(tier, first + spent)).attempt().finding();
      long nanos = System.nanoTime() - began;
      if (finding.isPresent()) {
        print("found", spent, nanos, finding.get().failure().getMessage());
        return;
      }
      if (nanos > limitNanos) {
        print("nothing", spent, nanos, "");
        return;
      }
    }
    print("nothing", seeds, System.nanoTime() - began, "");
  }

  private static SeedLine line(Tier tier, long seed) {
    if (tier == Tier.FULL) {
      return Suite.full(seed);
    }
    return switch ((int) (seed % 8)) {
      case 0 -> Suite.mixed(seed);
      case 3, 6 -> Suite.leases(seed);
      default -> Suite.storm(seed);
    };
  }

  private static void print(String verdict, int seeds, long nanos, String sentence) {
    System.out.printf(
        "%s %d %.1f %s%n", verdict, seeds, nanos / 1e9, sentence.replaceAll("\\s+", " "));
  }
}
