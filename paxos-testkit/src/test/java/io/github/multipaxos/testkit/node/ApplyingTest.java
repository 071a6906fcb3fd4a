package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is quick is applied on the protocol thread, and the rest on the apply thread. */
class ApplyingTest {

  /** Notes the threads that touch it. The command "slow" takes a while. */
  private static final class Watched implements StateMachine<String, String> {
    private static final long SLOW_NANOS = 20_000_000;

    private final Queue<String> threads = new ConcurrentLinkedQueue<>();

    @Override
    public String apply(String command, Moment at) {
      note();
      long end = System.nanoTime() + SLOW_NANOS;
      while (command.equals("slow") && System.nanoTime() < end) {
        LockSupport.parkNanos(SLOW_NANOS);
      }
      return command;
    }

    private boolean note() {
      String name = Thread.currentThread().getName();
      return threads.add(name.substring(name.lastIndexOf('-') + 1));
    }

    @Override
    public Snapshot snapshot() {
      return out -> {};
    }

    @Override
    public void restore(InputStream in) {}
  }

  private static Cluster<Watched> cluster(boolean isApart) {
    Cluster<Watched> cluster = new Cluster<>(1, node -> new Watched());
    cluster.seat(1).config(it -> it.applyApart(isApart));
    return cluster.start();
  }

  private static void propose(Seat<Watched> seat, String command, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(Answer.of(seat.propose(command))).isEqualTo(new Answer.Done(command));
    }
  }

  @Test
  void appliesQuickCommandsOnTheProtocolThread() {
    try (Cluster<Watched> cluster = cluster(false)) {
      propose(cluster.seat(1), "quick", 100);

      assertThat(cluster.seat(1).machine().threads).hasSize(100).contains("protocol");
    }
  }

  @Test
  void leavesASlowStateMachineToTheApplyThread() {
    try (Cluster<Watched> cluster = cluster(false)) {
      propose(cluster.seat(1), "slow", 20);

      Queue<String> threads = cluster.seat(1).machine().threads;
      assertThat(threads.stream().filter("apply"::equals).count()).isGreaterThan(10);
    }
  }

  @Test
  void appliesAndReadsApartIfAskedTo() {
    try (Cluster<Watched> cluster = cluster(true)) {
      Seat<Watched> seat = cluster.seat(1);

      propose(seat, "quick", 20);
      Watched machine = seat.machine();
      Answer.of(seat.node().read(Consistency.LINEARIZABLE, machine::note));

      assertThat(machine.threads).hasSize(21).containsOnly("apply");
    }
  }
}
