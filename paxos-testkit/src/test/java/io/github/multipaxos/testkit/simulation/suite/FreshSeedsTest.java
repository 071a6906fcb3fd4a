package io.github.multipaxos.testkit.simulation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.Budget;
import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.simulation.Finding;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A sample of seeds, other ones every day: {@code -Dsim.first} sets the first, {@code -Dsim.seeds}
 * how many of each kind.
 */
@Timeout(600)
class FreshSeedsTest {

  private static final long FIRST =
      Long.getLong("sim.first", LocalDate.now().toEpochDay() * 1_000_000);
  private static final int SEEDS = Integer.getInteger("sim.seeds", 200);

  @Test
  void findNothingInTheMixedProfile() {
    run(Suite::mixed, SEEDS);
  }

  @Test
  void findNothingInTheBusyProfile() {
    run(Suite::busy, Math.max(1, SEEDS / 4));
  }

  @Test
  void findNothingInTheStormProfile() {
    run(Suite::storm, SEEDS);
  }

  @Test
  void findNothingOnTheRealLogAndTheRealCodec() {
    run(Suite::full, SEEDS);
  }

  @Test
  void giveHistoriesThatACheckerOfHistoriesAloneFindsLinearizable() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      SeedLine line =
          SeedLine.of(seed)
              .withDuration(Duration.ofSeconds(6))
              .withClients(2, Duration.ofMillis(300));
      Recorder recorder = new Recorder();

      Simulation.Outcome outcome = Suite.of(line).watch(recorder).attempt();

      assertThat(outcome.finding()).as(line.toString()).isEmpty();
      assertThat(
              Linearizability.of(new KeyValue())
                  .within(Budget.defaults())
                  .check(recorder.history())
                  .isLegal())
          .as("linearizable: %s", line)
          .isTrue();
    }
  }

  private static void run(LongFunction<SeedLine> profile, int seeds) {
    System.out.printf("seeds %s to %s%n", FIRST, FIRST + seeds - 1);
    Tally tally = new Tally();
    for (long seed = FIRST; seed < FIRST + seeds; seed++) {
      Simulation<?, ?, ?> simulation = Suite.of(profile.apply(seed));
      Simulation.Outcome outcome = simulation.attempt();
      tally.add(outcome.report(), Map.of(), outcome.finding().isEmpty());
      assertThat(outcome.finding())
          .as(() -> outcome.finding().map(it -> shrunk(simulation, it)).orElse(""))
          .isEmpty();
    }
    System.out.println(tally.progress());
    System.out.println(tally.coverage());
  }

  private static String shrunk(Simulation<?, ?, ?> simulation, Finding found) {
    return found.describe(Simulate.REPLAY, "'")
        + "\nthe smallest run found that fails in the same way:\n"
        + simulation.shrink(found).describe(Simulate.REPLAY, "'");
  }
}
