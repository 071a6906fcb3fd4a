package io.github.multipaxos.testkit.simulation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.simulation.Finding;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that once failed, and the one given by {@code -Dsim.run}. */
class ReplayTest {

  static Stream<String> regressions() {
    return Suite.regressions().stream();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("regressions")
  void findsNothingInARunThatOnceFailed(String line) {
    replay(line);
  }

  @Test
  @EnabledIfSystemProperty(named = "sim.run", matches = ".+")
  void findsNothingInTheRunGiven() {
    replay(System.getProperty("sim.run"));
  }

  private static void replay(String line) {
    Simulation<?, ?, ?> simulation = Suite.of(SeedLine.parse(line));

    Optional<Finding> finding = simulation.attempt().finding();

    assertThat(finding)
        .as(() -> finding.map(it -> it.describe(Simulate.REPLAY, "'")).orElse(""))
        .isEmpty();
  }
}
