package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.testkit.simulation.Simulation;
import java.util.Map;
import java.util.Optional;

/** One run of the suite, and what it is to show besides what every run has to. */
interface Trial {

  /** Returns the simulation that is run. */
  Simulation<?, ?, ?> simulation();

  /** Tells whether its line says everything about a run, so that it can be shrunk and kept. */
  default boolean isInItsLine() {
    return true;
  }

  /** Returns what did not hold in the run just made, if anything. */
  default Optional<String> violation() {
    return Optional.empty();
  }

  /** Returns how often what was seen in the run just made. */
  default Map<String, Long> counts() {
    return Map.of();
  }
}
