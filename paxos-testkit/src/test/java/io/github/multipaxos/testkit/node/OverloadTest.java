package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Consistency;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

/** What is too much is refused at once, and forgotten once it is over. */
class OverloadTest {

  @Test
  void refusesACommandThatIsTooLargeAndTakesOneThatIsNot() {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      cluster.seat(1).config(it -> it.maxCommandBytes(100));
      cluster.start();

      CompletableFuture<String> tooLarge = cluster.seat(1).propose("x".repeat(101));
      CompletableFuture<String> fits = cluster.seat(1).propose("x".repeat(100));

      assertThat(tooLarge).isDone();
      assertThat(Answer.of(tooLarge)).isEqualTo(Answer.TOO_LARGE);
      assertThat(Answer.of(fits).isDone()).isTrue();
      assertThat(cluster.seat(1).machine().commands()).containsExactly("x".repeat(100));
    }
  }

  @Test
  void refusesMoreOperationsThanItMayHaveUnderWay() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Seat<Journal> seat = cluster.seat(1).config(it -> it.maxPendingOperations(10));
      cluster.start();
      seat.machine().holdUp("admitted-0", gate);

      List<CompletableFuture<?>> admitted = new ArrayList<>();
      admitted.add(seat.propose("admitted-0"));
      gate.awaitSomebody();
      for (int i = 1; i < 8; i++) {
        admitted.add(seat.propose("admitted-" + i));
      }
      admitted.add(seat.read(Journal::size));
      admitted.add(seat.readLocally(Journal::size));
      List<CompletableFuture<?>> refused =
          List.of(seat.propose("no"), seat.read(Journal::size), seat.readLocally(Journal::size));
      boolean isAtOnce = refused.stream().allMatch(CompletableFuture::isDone);
      int pending = seat.node().status().pendingOperations();
      gate.open();

      assertThat(isAtOnce).isTrue();
      assertThat(pending).isEqualTo(10);
      assertThat(refused).allMatch(it -> Answer.of(it).equals(Answer.OVERLOADED));
      assertThat(admitted).allMatch(it -> Answer.of(it).isDone());
      assertThat(Answer.of(seat.propose("yes")).isDone()).isTrue();
      assertThat(seat.machine().commands()).hasSize(9).doesNotContain("no");
      assertThat(seat.node().status().pendingOperations()).isZero();
    }
  }

  @Test
  void refusesMoreBytesThanItMayHaveUnderWay() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Seat<Journal> seat =
          cluster.seat(1).config(it -> it.maxCommandBytes(1000).maxPendingBytes(1000));
      cluster.start();
      seat.machine().holdUp("a".repeat(600), gate);

      CompletableFuture<String> first = seat.propose("a".repeat(600));
      gate.awaitSomebody();
      CompletableFuture<String> tooMuch = seat.propose("b".repeat(401));
      CompletableFuture<String> fits = seat.propose("c".repeat(400));
      boolean isAtOnce = tooMuch.isDone();
      long pendingBytes = seat.node().status().pendingBytes();
      gate.open();

      assertThat(isAtOnce).isTrue();
      assertThat(pendingBytes).isEqualTo(1000);
      assertThat(Answer.of(tooMuch)).isEqualTo(Answer.OVERLOADED);
      assertThat(Answer.of(first).isDone()).isTrue();
      assertThat(Answer.of(fits).isDone()).isTrue();
      assertThat(Answer.of(seat.propose("d".repeat(1000))).isDone()).isTrue();
      assertThat(seat.node().status().pendingBytes()).isZero();
    }
  }

  @Test
  void refusesWhatOthersForwardToALeaderThatCannotTakeMore() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster
          .seat(Cluster.LEADER)
          .config(
              it -> it.windowSlots(1).batchBytes(100).maxCommandBytes(1000).maxPendingBytes(2000));
      cluster.startLed();
      String before = cluster.seat(3).write();
      cluster.seats().forEach(seat -> seat.disk().stallSyncs());
      Sightings<Answer> early = new Sightings<>();

      List<CompletableFuture<String>> forwarded = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        CompletableFuture<String> one = cluster.seat(3).propose("forwarded-" + i);
        one.whenComplete(
            (done, failure) ->
                early.add(failure == null ? new Answer.Done(done) : Answer.ofFailure(failure)));
        forwarded.add(one);
      }
      early.await("many of them to be refused", all -> all.size() >= 20);
      List<Answer> refusals = early.all();
      cluster.seats().forEach(seat -> seat.disk().resumeSyncs());

      assertThat(refusals).containsOnly(Answer.OVERLOADED);
      List<Answer> answers = forwarded.stream().map(Answer::of).toList();
      assertThat(answers).haveAtLeast(5, isDone());
      List<String> applied = Journals.settle(cluster);
      assertThat(applied).contains(before);
      assertThat(answers).allMatch(it -> it.isDone() || it.equals(Answer.OVERLOADED));
      for (int i = 0; i < 80; i++) {
        assertThat(applied.contains("forwarded-" + i)).isEqualTo(answers.get(i).isDone());
      }
    }
  }

  @Test
  void takesInEverythingThoughItsInboxHoldsLessThanOneMessage() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seats().forEach(seat -> seat.config(it -> it.inboxBytes(1 << 16)));
      cluster.startLed();

      List<CompletableFuture<String>> large = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        large.add(cluster.seat(3).propose(i + "-".repeat(2000)));
      }

      assertThat(large).allMatch(it -> Answer.of(it).isDone());
      assertThat(Journals.settle(cluster)).hasSizeGreaterThan(500);
    }
  }

  private static Condition<Answer> isDone() {
    return new Condition<>(Answer::isDone, "done");
  }

  @Test
  void remembersNoOperationThatIsOver() {
    try (Cluster<Journal> cluster = Cluster.quick(2)) {
      Seat<Journal> seat = cluster.seat(1).config(it -> it.maxCommandBytes(100));
      seat.start();

      List<CompletableFuture<?>> operations = new ArrayList<>();
      operations.add(seat.propose("nobody leads", Duration.ofMillis(50)));
      operations.add(seat.propose("nor for so short a time", Duration.ofMillis(-1)));
      operations.add(seat.propose("x".repeat(101)));
      operations.add(seat.node().read(Consistency.LINEARIZABLE, at -> at, Duration.ofMillis(50)));
      operations.add(seat.readLocally(it -> it.commands().get(17)));
      operations.add(seat.readLocally(Journal::size));
      operations.forEach(Answer::of);

      assertThat(seat.node().status().pendingOperations()).isZero();
      assertThat(seat.node().status().pendingBytes()).isZero();
    }
  }

  @Test
  void waitsForEverIfToldToAndRemembersNothingOfAProposalItCouldNotUnderstand() {
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      Seat<Journal> seat = cluster.seat(1);

      Answer answer = Answer.of(seat.propose("patient", ChronoUnit.FOREVER.getDuration()));

      assertThat(answer.isDone()).isTrue();
      assertThatThrownBy(() -> seat.propose(nullOf(String.class)))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> seat.propose("when?", nullOf(Duration.class)))
          .isInstanceOf(NullPointerException.class);
      assertThat(seat.node().status().pendingOperations()).isZero();
    }
  }

  private static <T> T nullOf(Class<T> type) {
    return type.cast(null);
  }
}
