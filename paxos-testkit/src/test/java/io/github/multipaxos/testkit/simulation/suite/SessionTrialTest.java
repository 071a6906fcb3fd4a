package io.github.multipaxos.testkit.simulation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.testkit.simulation.SeedLine;
import io.github.multipaxos.testkit.simulation.Simulation;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whole clusters under every fault, whose clients ask again, of other nodes, what they may have
 * been answered before. {@code -Dsessions.first} and {@code -Dsessions.seeds} look at more.
 */
class SessionTrialTest {

  private static final long FIRST = Long.getLong("sessions.first", 1);
  private static final long SEEDS = Long.getLong("sessions.seeds", 30);

  @Test
  void haveEachEffectOnceAndGiveEachRetryTheOriginalAnswer() {
    TreeMap<String, Long> counts = new TreeMap<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      SeedLine line = Suite.sessions(seed);
      SessionTrial clients = new SessionTrial(line);
      Simulation.Outcome outcome = attempt(clients, line);
      String run = "the run " + line;
      assertThat(outcome.finding().map(it -> it.describe("    ", ""))).as(run).isEmpty();
      assertThat(clients.violation()).as(run).isEmpty();
      clients.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
      outcome
          .report()
          .coverage()
          .counts()
          .forEach((what, count) -> counts.merge("run: " + what, (long) count, Long::sum));
    }

    if (SEEDS < 30) {
      return; // a few runs need not have seen everything
    }
    assertThat(counts)
        .containsKeys(
            "session: first answer",
            "session: original answer again",
            "session: AnswerDropped",
            "session: Kept",
            "session: Closed",
            "session: refused EXPIRED",
            "session: refused STALE",
            "session: refused AHEAD",
            "session: refused FULL",
            "run: fault CRASH",
            "run: notice Installs",
            "run: unknown DEADLINE");
  }

  /** What a state machine throws is not always a finding of the simulation's own. */
  private static Simulation.Outcome attempt(SessionTrial clients, SeedLine line) {
    Simulation<?, SessionCommand<String>, SessionReply<String>> simulation = clients.simulation();
    try {
      return simulation.attempt();
    } catch (RuntimeException e) {
      throw new AssertionError("the run " + line + " fails: " + e.getMessage(), e);
    }
  }

  @Test
  void doTheSameForTheSameSeed() {
    Simulation.Outcome first = attempt(new SessionTrial(Suite.sessions(7)), Suite.sessions(7));
    Simulation.Outcome second = attempt(new SessionTrial(Suite.sessions(7)), Suite.sessions(7));

    assertThat(second.report().traceHash()).isEqualTo(first.report().traceHash());
  }
}
