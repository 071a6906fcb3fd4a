package io.github.multipaxos.testkit.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks for a smaller run in which the same invariant does not hold: without what has nothing to do
 * with it, with fewer clients and nodes, and no longer than it takes.
 */
final class Shrinking {

  private static final int MOST_RUNS = 80;

  private final Function<SeedLine, Optional<Finding>> run;
  private final String invariant;
  private Finding best;
  private int runs;

  Shrinking(Function<SeedLine, Optional<Finding>> run, Finding found) {
    this.run = run;
    this.invariant = found.failure().invariant();
    this.best = found;
  }

  Finding smallest() {
    cut();
    for (Fault fault : Fault.values()) {
      Set<Fault> without = EnumSet.noneOf(Fault.class);
      without.addAll(best.line().without());
      if (without.add(fault)) {
        attempt(best.line().withWithout(without));
      }
    }
    attempt(best.line().withClients(1, Duration.ofMillis(best.line().think())));
    for (int nodes = 1; nodes <= 5 && best.line().nodes() != nodes; nodes++) {
      attempt(best.line().withNodes(nodes));
    }
    while (runs < MOST_RUNS && best.line().millis() > 1) {
      long before = best.line().millis();
      attempt(best.line().withDuration(Duration.ofMillis(before / 2)));
      if (best.line().millis() == before) {
        break;
      }
    }
    return best;
  }

  /** What comes after the failure cannot matter. */
  private void cut() {
    long millis = best.at().toMillis() + 1;
    if (millis < best.line().millis()) {
      attempt(best.line().withDuration(Duration.ofMillis(millis)));
    }
  }

  private void attempt(SeedLine smaller) {
    if (runs++ < MOST_RUNS) {
      Optional<Finding> found =
          run.apply(smaller).filter(it -> it.failure().invariant().equals(invariant));
      if (found.isPresent()) {
        best = found.get();
        cut();
      }
    }
  }
}
