package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.testkit.Stateless;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationTest {

  /** As in the documentation. */
  static final class Counter implements StateMachine<Long, Long> {
    private long total;

    @Override
    public Long apply(Long delta, Moment at) {
      total += delta;
      return total;
    }

    @Override
    public Snapshot snapshot() {
      long captured = total;
      return out -> new DataOutputStream(out).writeLong(captured);
    }

    @Override
    public void restore(InputStream in) throws IOException {
      total = new DataInputStream(in).readLong();
    }

    long total() {
      return total;
    }
  }

  private static Simulation<Counter, Long, Long> counters(int nodes) {
    return Simulation.of(nodes, Counter::new)
        .commands(Codec.longs(), dice -> dice.between(1, 9))
        .digest(Counter::total);
  }

  @Test
  void runsAClusterThroughFaults() {
    Report report = counters(3).seed(42).run();

    assertThat(report.nodes()).isEqualTo(3);
    assertThat(report.answered()).isPositive();
    assertThat(report.simulated()).isGreaterThan(Duration.ofMinutes(1));
    assertThat(report.coverage().counts().keySet()).anyMatch(mark -> mark.startsWith("fault "));
  }

  @Test
  void answersEverythingWhileNothingGoesWrong() {
    Report report = counters(5).seed(1).faults(Faults.none()).run();

    assertThat(report.unknown()).isLessThan(report.asked() / 50); // local reads, and the last
    assertThat(report.rejected()).isLessThan(report.asked() / 50);
    assertThat(report.coverage().counts()).doesNotContainKey("node halted");
  }

  @Test
  void doesTheSameForTheSameSeed() {
    Report first = counters(0).seed(7).run();
    Report second = counters(0).seed(7).run();
    Report other = counters(0).seed(8).run();

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.events()).isEqualTo(first.events());
    assertThat(other.traceHash()).isNotEqualTo(first.traceHash());
  }

  @Test
  void findsAStateMachineWhoseReplicasAnswerDifferently() {
    Simulation<Straying, Long, Long> simulation =
        Simulation.of(3, Straying::new).commands(Codec.longs(), dice -> 1L).seed(1);

    assertThatThrownBy(simulation::run)
        .isInstanceOfSatisfying(
            SimulationFailure.class, failure -> assertThat(failure.invariant()).isEqualTo("I9"))
        .hasMessageContaining("seed=1")
        .hasMessageContaining("the smallest run found");
  }

  /** Depends on something that is not in the log. */
  static final class Straying implements Stateless<Long, Long> {
    private static int made;
    private final int number = made++;

    @Override
    public Long apply(Long delta, Moment at) {
      return (long) number;
    }
  }

  @Test
  void findsAStateMachineWhoseStatesDrift() {
    Simulation<Drifting, Long, Long> simulation =
        Simulation.of(3, Drifting::new)
            .commands(Codec.longs(), dice -> 1L)
            .digest(machine -> machine.number)
            .faults(Faults.none());

    assertThatThrownBy(simulation::run).hasMessageStartingWith("I9");
  }

  /** Answers alike everywhere, but is not alike. */
  static final class Drifting implements Stateless<Long, Long> {
    private static int made;
    private final int number = made++;

    @Override
    public Long apply(Long delta, Moment at) {
      return delta;
    }
  }

  @Test
  void findsAStateMachineThatThrows() {
    Simulation<Stateless<Long, Long>, Long, Long> simulation =
        Simulation.<Stateless<Long, Long>, Long, Long>of(
                3,
                () ->
                    (delta, at) -> {
                      throw new IllegalStateException("not today");
                    })
            .commands(Codec.longs(), dice -> 1L);

    assertThatThrownBy(simulation::run).hasMessageContaining("not today");
  }

  @Test
  void shrinksWhatItFinds() {
    SeedLine line = SeedLine.of(1).withDuration(Duration.ofMinutes(1));
    Simulation<Straying, Long, Long> simulation =
        Simulation.of(3, Straying::new).commands(Codec.longs(), dice -> 1L).like(line);
    Finding found = simulation.attempt().finding().orElseThrow();

    Finding smallest = simulation.shrink(found);

    assertThat(smallest.line().millis()).isLessThan(10_000);
    assertThat(smallest.line().without()).containsAll(Set.of(Fault.CRASH, Fault.LOSS));
    assertThat(smallest.lastLines()).isNotEmpty();
  }

  @Test
  void asksForCommands() {
    assertThatThrownBy(() -> Simulation.of(3, Counter::new).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commands(…)");
  }
}
