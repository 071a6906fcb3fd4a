package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.SnapshotTransfer;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nodes that were away for so long that no log reaches back to where they left. */
class SnapshotTransferTest {

  private static final NodeId AWAY = NodeId.of(3);
  private static final Answer RESULT_LOST =
      new Answer.Unknown(OutcomeUnknownException.Reason.RESULT_LOST);

  private static void write(Seat<Journal> seat, int count) {
    for (int i = 0; i < count; i++) {
      seat.write();
    }
  }

  @Test
  void catchesUpUnderLoadAfterTenTimesWhatTheLogsRetain() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seats().forEach(seat -> seat.config(it -> it.snapshotBytes(4000).batchBytes(4096)));
      Logs logs = new Logs(cluster);
      cluster.startLed();
      Load load = Load.on(cluster.seat(1), "load", Duration.ofSeconds(50));
      load.awaitSuccesses(20);

      cluster.isolate(AWAY);
      for (Seat<Journal> seat : List.of(cluster.seat(1), cluster.seat(2))) {
        int before = logs.of(seat).compactions().size();
        logs.of(seat)
            .compactions()
            .await("ten times the log to be let go of", all -> all.size() >= before + 10);
      }
      int applied = cluster.seat(3).machine().size();
      Sightings<Message> parts = watch(cluster, Message.SnapshotPart.class);
      cluster.network().healAll();
      cluster.seat(3).machine().awaitSize(applied + 200);
      load.awaitSuccesses(50);
      load.close();

      assertThat(load.ended()).allMatch(it -> it.answer().isDone());
      assertThat(Journals.settle(cluster)).containsAll(load.commands(Answer::isDone));
      assertThat(parts.size()).isPositive();
    }
  }

  private static Sightings<Message> watch(Cluster<?> cluster, Class<? extends Message> kind) {
    Sightings<Message> seen = new Sightings<>();
    cluster
        .network()
        .loseIf(
            passage -> {
              if (kind.isInstance(passage.message())) {
                seen.add(passage.message());
              }
              return false;
            });
    return seen;
  }

  @Test
  void tellsHowFarATransferHasComeAndKeepsToItsRate() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seat(3).config(it -> it.transferBytesPerSecond(20_000)); // a hundred bytes in a tick
      cluster.seats().forEach(seat -> seat.config(it -> it.batchBytes(200)));
      Logs logs = new Logs(cluster);
      cluster.startLed();
      cluster.isolate(AWAY);
      write(cluster.seat(1), 100);
      logs.compact(List.of(cluster.seat(1), cluster.seat(2)));
      Sightings<SnapshotTransfer> transfers = new Sightings<>();
      cluster
          .network()
          .loseIf(
              passage -> {
                if (passage.message() instanceof Message.AskSnapshot) {
                  cluster.seat(3).node().status().transfer().ifPresent(transfers::add);
                }
                return false;
              });

      long startNanos = System.nanoTime();
      cluster.network().healAll();
      Journals.settle(cluster);
      long nanos = System.nanoTime() - startNanos;

      List<SnapshotTransfer> seen = transfers.all();
      assertThat(seen).isNotEmpty();
      long total = seen.get(0).totalBytes();
      assertThat(seen).allMatch(it -> it.bytes() < it.totalBytes() && it.totalBytes() == total);
      assertThat(seen).extracting(SnapshotTransfer::bytes).isSorted();
      assertThat(nanos).isGreaterThan((total - 400) * 1_000_000_000L / 20_000);
      cluster.seat(3).write(); // its status is told in turn, so the transfer's end is told by now
      NodeStatus status = cluster.seat(3).node().status();
      assertThat(status.transfer()).isEmpty();
      assertThat(status.snapshotSlot()).isEqualTo(seen.get(0).slot());
    }
  }

  @Test
  void goesOnWithATransferWhereItWasWhenItsPowerWent() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seats().forEach(seat -> seat.config(it -> it.batchBytes(200)));
      Logs logs = new Logs(cluster);
      cluster.startLed();
      cluster.isolate(AWAY);
      write(cluster.seat(1), 100);
      logs.compact(List.of(cluster.seat(1), cluster.seat(2)));
      Sightings<Message.SnapshotPart> parts = new Sightings<>();
      cluster
          .network()
          .loseIf(
              passage -> {
                if (passage.message() instanceof Message.SnapshotPart part) {
                  parts.add(part);
                  return parts.size() > 5 && cluster.seat(3).disk().boot() == 1;
                }
                return false;
              });
      cluster.network().healAll();
      parts.await("half a transfer", all -> all.size() > 5);

      cluster.seat(3).losePower();
      int before = parts.size();
      cluster.seat(3).restart();
      Journals.settle(cluster);

      List<Message.SnapshotPart> after = parts.all().subList(before, parts.size());
      assertThat(after.get(0).offset()).isZero(); // to learn which snapshot there is
      assertThat(after.get(1).snapshot()).isEqualTo(parts.all().get(0).snapshot());
      assertThat(after.get(1).offset()).isGreaterThanOrEqualTo(4 * 200);
    }
  }

  /** Its command reaches the leader; nothing that the others say reaches it. */
  @Test
  void tellsACallerWhoseCommandIsInASnapshotThatTheResultIsLost() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Logs logs = new Logs(cluster);
      cluster.startLed();
      cluster.seat(3).machine().await(cluster.seat(1).write());
      cluster.network().cut(NodeId.of(1), AWAY);
      cluster.network().cut(NodeId.of(2), AWAY);

      CompletableFuture<String> mine = cluster.seat(3).propose("mine");
      cluster.seat(1).machine().await("mine");
      cluster.seat(2).machine().await("mine");
      logs.compact(List.of(cluster.seat(1), cluster.seat(2)));
      assertThat(mine).isNotDone();
      cluster.network().healAll();

      assertThat(Answer.of(mine)).isEqualTo(RESULT_LOST);
      assertThat(Journals.settle(cluster)).containsOnlyOnce("mine");
      assertThat(cluster.seat(3).node().status().pendingOperations()).isZero();
    }
  }
}
