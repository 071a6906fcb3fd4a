package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.RejectedException;
import io.github.multipaxos.model.NodeId;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node does when a snapshot fails: without one it goes on, with half of one it does not. */
class SnapshotFailureTest {

  private static final Answer STORAGE = new Answer.Rejected(RejectedException.Reason.STORAGE);

  static Stream<Named<Runnable>> failures() {
    return Stream.of(
        Named.of("exception", SnapshotFailureTest::throwException),
        Named.of("error", SnapshotFailureTest::throwError));
  }

  private static void throwException() {
    throw new IllegalStateException("cannot be captured now");
  }

  private static void throwError() {
    throw new StackOverflowError("too deep a tree");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void goesOnWhenTheStateMachineCannotBeCaptured(Runnable failure) {
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      Seat<Journal> seat = cluster.seat(1);
      seat.write();
      seat.machine().beforeCapture(failure);

      Answer answer = Answer.of(seat.node().snapshot());
      seat.write();
      seat.machine().beforeCapture(() -> {});

      assertThat(answer).isEqualTo(STORAGE);
      assertThat(Logs.snapshots(seat)).isEmpty();
      assertThat(Logs.snapshot(seat)).isGreaterThanOrEqualTo(seat.node().status().appliedSlot());
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void goesOnWhenTheStateMachineCannotBeWritten(Runnable failure) {
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      Seat<Journal> seat = cluster.seat(1);
      seat.write();
      seat.machine().beforeWriting(failure);

      Answer answer = Answer.of(seat.node().snapshot());
      seat.write();
      seat.machine().beforeWriting(() -> {});

      assertThat(answer).isEqualTo(STORAGE);
      assertThat(Logs.snapshots(seat)).isEmpty();
      assertThat(Logs.snapshot(seat)).isGreaterThanOrEqualTo(seat.node().status().appliedSlot());
    }
  }

  @Test
  void goesOnWithoutSnapshotsAndWithItsWholeLogWhileTheDiskIsFull() {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Logs logs = new Logs(cluster);
      cluster.seat(1).config(it -> it.snapshotBytes(500));
      Seat<Journal> seat = cluster.start().seat(1);
      logs.of(seat).snapshots().fill(true);

      while (logs.of(seat).snapshots().failures().size() < 3) {
        seat.write();
      }
      Answer answer = Answer.of(seat.node().snapshot());
      assertThat(answer).isEqualTo(STORAGE);
      assertThat(seat.node().status().snapshotSlot()).isZero();
      assertThat(logs.of(seat).compactions().all()).isEmpty();
      logs.of(seat).snapshots().fill(false);
      while (logs.of(seat).compactions().size() == 0) {
        seat.write();
      }

      assertThat(seat.node().status().failure()).isEmpty();
    }
  }

  @Test
  void triesAgainToFetchASnapshotWhenThereIsRoomForIt() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Logs logs = new Logs(cluster);
      cluster.startLed();
      Seat<Journal> away = cluster.seat(3);
      cluster.isolate(away.id());
      cluster.seat(1).write();
      logs.compact(List.of(cluster.seat(1), cluster.seat(2)));
      FailingSnapshots disk = logs.of(away).snapshots();

      disk.fill(true);
      cluster.network().healAll();
      disk.failures().await("two attempts", all -> all.size() >= 2);
      assertThat(away.node().status().failure()).isEmpty();
      disk.fill(false);

      Journals.settle(cluster);
      assertThat(away.node().status().snapshotSlot()).isPositive();
    }
  }

  @Test
  void stopsWhenAFetchedSnapshotCannotBeRestoredAndCatchesUpOnceThatIsMended() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Logs logs = new Logs(cluster);
      cluster.startLed();
      Seat<Journal> away = cluster.seat(3);
      cluster.isolate(away.id());
      cluster.seat(1).write();
      logs.compact(List.of(cluster.seat(1), cluster.seat(2)));
      away.machine().beforeRestore(SnapshotFailureTest::throwException);

      cluster.network().healAll();
      String reason = away.awaitFailure();
      away.close();
      away.restart();

      assertThat(reason)
          .contains("a snapshot could not be restored")
          .contains("cannot be captured now");
      Journals.settle(cluster);
    }
  }

  @Test
  void doesNotStartFromASnapshotThatCannotBeRestored() {
    AtomicBoolean isBroken = new AtomicBoolean();
    try (Cluster<Journal> cluster = new Cluster<>(1, id -> journal(id, isBroken.get()))) {
      Seat<Journal> seat = cluster.start().seat(1);
      String before = seat.write();
      Logs.snapshot(seat);
      seat.close();

      isBroken.set(true);
      assertThatThrownBy(seat::start)
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContaining("a snapshot could not be restored")
          .hasMessageContaining("mend it and restart the node");
      assertThat(Threads.named("paxos-" + cluster.name())).isEmpty();
      isBroken.set(false);
      seat.start();

      assertThat(seat.machine().commands()).containsExactly(before);
    }
  }

  private static Journal journal(NodeId id, boolean isBroken) {
    Journal journal = new Journal(id);
    if (isBroken) {
      journal.beforeRestore(SnapshotFailureTest::throwException);
    }
    return journal;
  }
}
