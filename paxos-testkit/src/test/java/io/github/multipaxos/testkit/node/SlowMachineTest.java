package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A state machine that is far too slow costs its own node time, and nobody anything else. */
class SlowMachineTest {

  private static final long QUEUE_BYTES = 16 << 10;
  private static final int COMMANDS = 3000;

  @Test
  void keepsLittleInMemoryAndReadsTheRestBackFromItsLog() {
    Gate gate = new Gate();
    SpyLog[] log = new SpyLog[1];
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Seat<Journal> slow = cluster.seat(3);
      slow.config(it -> it.applyQueueBytes(QUEUE_BYTES)).log(it -> log[0] = new SpyLog(it));
      cluster.seat(Cluster.LEADER).config(it -> it.batchBytes(1000));
      cluster.startLed();
      slow.machine().holdUp("held", gate);

      Answer.of(cluster.seat(1).propose("held"));
      gate.awaitSomebody();
      int atTheGate = slow.machine().size();
      proposeMany(cluster.seat(1));
      int appliedElsewhere = cluster.seat(1).machine().size();
      int appliedHere = slow.machine().size();
      boolean isStillUp = slow.node().status().failure().isEmpty();
      gate.open();
      List<String> applied = Journals.settle(cluster);

      assertThat(isStillUp).isTrue();
      assertThat(appliedHere).isEqualTo(atTheGate);
      assertThat(appliedElsewhere).isGreaterThan(COMMANDS);
      long allBytes =
          (COMMANDS + 1) * 164L; // 100 of payload each, and what a command weighs besides
      long fromLogBytes =
          log[0].readBacks().all().stream()
              .filter(it -> it.thread().endsWith("-apply"))
              .mapToLong(SpyLog.ReadBack::bytes)
              .sum();
      assertThat(applied).hasSizeGreaterThan(COMMANDS);
      assertThat(allBytes - fromLogBytes).isLessThan(2 * QUEUE_BYTES);
    }
  }

  /** All at once, which makes batches, and waits for all of them. */
  private static void proposeMany(Seat<Journal> seat) {
    List<CompletableFuture<String>> proposals = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      proposals.add(seat.propose(String.format("%0100d", i)));
    }
    assertThat(proposals).allMatch(it -> Answer.of(it).isDone());
  }

  @Test
  void goesOnLeadingWhileItsOwnStateMachineIsHeldUp() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      leader.machine().holdUp("held", gate);

      CompletableFuture<String> held = leader.propose("held");
      gate.awaitSomebody();
      cluster.seat(3).machine().await("held");
      List<String> written = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        written.add(cluster.seat(3).write());
      }
      boolean isHeld = !held.isDone();
      gate.open();

      assertThat(isHeld).isTrue();
      assertThat(leader.leads()).isTrue();
      assertThat(Answer.of(held)).isEqualTo(new Answer.Done("2:1"));
      assertThat(Journals.settle(cluster)).containsAll(written);
    }
  }
}
