package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Queries against a node's own state machine. */
class ReadTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void seesOnEveryNodeWhatWasAcknowledgedOnAnother() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      for (int i = 0; i < 30; i++) {
        String written = cluster.seat(1 + i % 3).write();

        for (Seat<Journal> reader : cluster.seats()) {
          boolean seen = (boolean) result(reader.read(it -> it.commands().contains(written)));
          assertThat(seen).as("node %s sees %s", reader.id(), written).isTrue();
        }
      }
    }
  }

  @Test
  void waitsOnASlowNodeUntilEverythingAcknowledgedElsewhereIsApplied() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seat(3).config(it -> it.applyQueueBytes(1));
      cluster.startLed();
      cluster.seat(3).machine().holdUp("held", gate);
      Answer.of(cluster.seat(1).propose("held"));
      for (int i = 0; i < 50; i++) {
        cluster.seat(1).write();
      }

      CompletableFuture<List<String>> read = cluster.seat(3).read(Journal::commands);
      gate.awaitSomebody();
      boolean tooEarly = read.isDone();
      gate.open();

      assertThat(tooEarly).isFalse();
      assertThat(result(read)).isEqualTo(cluster.seat(1).machine().commands());
    }
  }

  @Test
  void tellsTheQueryHowFarItsNodeHasApplied() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      cluster.seat(1).write();
      Journal.Entry last = cluster.seat(1).machine().entries().get(0);

      Moment moment =
          (Moment) result(cluster.seat(3).node().read(Consistency.LINEARIZABLE, at -> at));

      assertThat(moment.slot()).isGreaterThanOrEqualTo(last.at().slot());
      assertThat(moment.timeMillis()).isEqualTo(last.at().timeMillis());
    }
  }

  @Test
  void readsLocallyWithoutAQuorumAndRejectsALinearizableReadThatNobodyConfirms() {
    try (Cluster<Journal> cluster = Cluster.quick(3)) {
      cluster.seat(1).start();

      Answer local = Answer.of(cluster.seat(1).readLocally(Journal::size));
      Answer linearizable =
          Answer.of(cluster.seat(1).node().read(Consistency.LINEARIZABLE, at -> at, SHORT));

      assertThat(local).isEqualTo(new Answer.Done(0));
      assertThat(linearizable).isEqualTo(Answer.NOBODY_LED);
    }
  }

  @Test
  void readsLocallyWhatWasAppliedOnANodeThatIsCutOff() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      String written = cluster.seat(3).write();
      cluster.isolate(cluster.seat(3).id());
      cluster.seat(1).write();

      Answer local = Answer.of(cluster.seat(3).readLocally(Journal::commands));

      assertThat(local).isEqualTo(new Answer.Done(List.of(written)));
    }
  }

  @Test
  void isNotAnsweredByAFormerLeaderThatHasNotHeardOfItsSuccessor() {
    try (Cluster<Journal> cluster = Cluster.stubborn(3).startLed()) {
      Seat<Journal> former = cluster.seat(Cluster.LEADER);
      cluster.isolate(former.id());
      cluster.awaitLeader(1, 3).write();

      Answer stale = Answer.of(former.node().read(Consistency.LINEARIZABLE, at -> at, SHORT));
      boolean stillBelieves = former.leads();
      cluster.network().healAll();
      String written = cluster.seat(1).write();
      Answer current = Answer.of(former.read(it -> it.commands().contains(written)));

      assertThat(stillBelieves).isTrue();
      assertThat(stale).isEqualTo(Answer.NOBODY_LED);
      assertThat(current).isEqualTo(new Answer.Done(true));
    }
  }

  @Test
  void failsOnlyTheFutureOfAQueryThatThrows() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      RuntimeException exception = new IllegalStateException("no such question");
      Error error = new AssertionError("not even an exception");

      for (Seat<Journal> seat : cluster.seats()) {
        assertThat(Answer.of(seat.read(it -> fail(exception))))
            .isEqualTo(new Answer.Thrown(exception));
        assertThat(Answer.of(seat.readLocally(it -> fail(exception))))
            .isEqualTo(new Answer.Thrown(exception));
        assertThat(Answer.of(seat.read(it -> fail(error)))).isEqualTo(new Answer.Thrown(error));
        assertThat(Answer.of(seat.propose("on " + seat.id())).isDone()).isTrue();
        assertThat(seat.node().status().failure()).isEmpty();
        assertThat(seat.node().status().pendingOperations()).isZero();
      }
    }
  }

  private static Object fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private static Object result(CompletableFuture<?> future) {
    Answer answer = Answer.of(future);
    assertThat(answer).isInstanceOf(Answer.Done.class);
    return Objects.requireNonNull(((Answer.Done) answer).result());
  }
}
