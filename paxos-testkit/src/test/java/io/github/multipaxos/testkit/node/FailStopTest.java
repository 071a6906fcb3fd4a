package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Codec;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node that cannot trust its disk or its state machine stops, says why, and answers everybody.
 */
class FailStopTest {

  static Stream<Named<BiConsumer<MemoryDisk, String>>> failures() {
    return Stream.of(
        Named.of("sync", MemoryDisk::failNextSync), Named.of("write", MemoryDisk::failNextWrite));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void stopsWhenItsLogFailsAndTheOthersGoOn(BiConsumer<MemoryDisk, String> failure) {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> failing = cluster.seat(3);
      Journals.settle(cluster);
      failure.accept(failing.disk(), "bad sector 17");

      CompletableFuture<String> underWay = failing.propose("under way");
      String reason = failing.awaitFailure();

      assertThat(reason).contains("bad sector 17");
      assertThat(failing.node().status().failure()).contains(reason);
      assertThat(Answer.of(underWay)).isIn(Answer.UNKNOWN_AT_STOP, new Answer.Done("3:2"));
      assertThat(Answer.of(failing.propose("late"))).isEqualTo(Answer.STOPPED);
      assertThat(Answer.of(failing.read(Journal::size))).isEqualTo(Answer.STOPPED);
      failing.close();
      assertThat(Journals.settle(cluster)).doesNotContain("late");
    }
  }

  @Test
  void isReplacedWhenItLedAndItsLogFailsAndComesBackWhenItIsRestarted() {
    try (Cluster<Journal> cluster = Cluster.quick(3).start()) {
      Seat<Journal> leader = cluster.awaitLeader();
      String before = leader.write();
      leader.disk().failNextSync("bad sector 17");

      leader.propose("the straw");
      leader.awaitFailure();
      String meanwhile = cluster.others(leader).get(0).write();
      leader.close();
      leader.restart();

      assertThat(Journals.settle(cluster)).contains(before, meanwhile);
    }
  }

  @Test
  void stopsEveryNodeAtTheSameSlotForTheSameReasonWhenTheStateMachineThrows() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      cluster.seats().forEach(seat -> seat.machine().beforeEach(FailStopTest::throwAtPoison));
      String before = cluster.seat(1).write();

      CompletableFuture<String> poison = cluster.seat(1).propose("poison");
      Set<String> reasons =
          cluster.seats().stream().map(Seat::awaitFailure).collect(Collectors.toSet());

      assertThat(reasons).hasSize(1);
      assertThat(reasons.iterator().next())
          .contains("cannot bear poison")
          .contains("slot " + (cluster.seat(1).machine().entries().get(0).at().slot() + 1));
      assertThat(Answer.of(poison)).isEqualTo(Answer.UNKNOWN_AT_STOP);
      for (Seat<Journal> seat : cluster.seats()) {
        assertThat(seat.machine().commands()).containsExactly(before);
        assertThat(seat.node().status().failure()).contains(first(reasons));
        assertThat(seat.node().status().pendingOperations()).isZero();
      }
    }
  }

  private static String first(Set<String> reasons) {
    return reasons.iterator().next();
  }

  @Test
  void stopsEveryNodeWhenACommandCannotBeDecoded() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Codec<String> codec =
          Codec.of(
              text -> Codec.strings().encode(text),
              bytes -> {
                String text = Codec.strings().decode(bytes);
                throwAtPoison(text);
                return text;
              });
      cluster.seats().forEach(seat -> seat.codec(codec));
      cluster.startLed();
      String before = cluster.seat(1).write();

      CompletableFuture<String> poison = cluster.seat(3).propose("poison");
      List<String> reasons = cluster.seats().stream().map(Seat::awaitFailure).toList();

      assertThat(Set.copyOf(reasons)).hasSize(1);
      assertThat(reasons.get(0)).contains("cannot bear poison");
      assertThat(Answer.of(poison)).isEqualTo(Answer.UNKNOWN_AT_STOP);
      assertThat(cluster.seats())
          .allSatisfy(seat -> assertThat(seat.machine().commands()).containsExactly(before));
    }
  }

  @Test
  void stopsAloneWhenItsStateMachineAloneThrowsAndCatchesUpWhenItIsMendedAndRestarted() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> failing = cluster.seat(3);
      failing.machine().beforeEach(FailStopTest::throwAtPoison);

      Answer answer = Answer.of(cluster.seat(1).propose("poison"));
      String reason = failing.awaitFailure();
      String meanwhile = cluster.seat(1).write();
      failing.close();
      failing.restart();

      assertThat(answer.isDone()).isTrue();
      assertThat(reason).contains("cannot bear poison");
      assertThat(Journals.settle(cluster)).startsWith("poison", meanwhile);
    }
  }

  @Test
  void answersEverybodyAndStopsEvenIfNeitherTransportNorLogCanBeClosed() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Seat<Journal> failing = cluster.seat(3);
      failing.transport(BadlyClosingTransport::new).log(FailStopTest::badlyClosing);
      cluster.startLed();
      cluster.network().loseIf(passage -> passage.message() instanceof Message.Accepted);
      failing.disk().failNextSync("bad sector 17");

      CompletableFuture<String> underWay = failing.propose("under way");

      assertThat(Answer.of(underWay)).isEqualTo(Answer.UNKNOWN_AT_STOP);
      assertThat(failing.awaitFailure()).contains("bad sector 17");
      failing.close();
      assertThat(Threads.named("paxos-" + cluster.name() + "-3")).isEmpty();
      cluster.network().loseIf(passage -> false);
      failing.start();
      Journals.settle(cluster);
    }
  }

  private static DurableLog badlyClosing(DurableLog plain) {
    SpyLog log = new SpyLog(plain);
    log.beforeClose(
        () -> {
          throw new IllegalStateException("the log cannot be closed");
        });
    return log;
  }

  private static void throwAtPoison(String command) {
    if (command.equals("poison")) {
      throw new IllegalArgumentException("cannot bear poison");
    }
  }
}
