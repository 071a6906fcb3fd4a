package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.testkit.memory.MemorySnapshots;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that take snapshots, let go of their logs, and start from both. */
class SnapshotTest {

  private static List<String> write(Seat<Journal> seat, int count) {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      written.add(seat.write());
    }
    return written;
  }

  private static boolean isVoteThrough(long slot, LogRecord record) {
    return record instanceof LogRecord.Voted voted && voted.slot() <= slot;
  }

  @Test
  void letsTheLogGoBelowTheOlderOfTwoSnapshots() {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Logs logs = new Logs(cluster);
      Seat<Journal> seat = cluster.start().seat(1);
      write(seat, 20);

      long first = Logs.snapshot(seat);
      assertThat(seat.node().status().snapshotSlot()).isEqualTo(first);
      write(seat, 20);
      long second = Logs.snapshot(seat);
      logs.awaitCompaction(seat, first);

      assertThat(logs.of(seat).compactions().all()).containsExactly(first);
      assertThat(Logs.snapshots(seat)).containsExactly(second, first);
      assertThat(seat.node().status().snapshotSlot()).isEqualTo(second);
      assertThat(seat.disk().durableRecords())
          .noneMatch(record -> isVoteThrough(first, record))
          .anyMatch(record -> isVoteThrough(second, record));
    }
  }

  @Test
  void takesSnapshotsByItselfAndKeepsTwo() {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      cluster.seat(1).config(it -> it.snapshotBytes(1000));
      Logs logs = new Logs(cluster);
      Seat<Journal> seat = cluster.start().seat(1);

      int compactions = 0;
      for (int i = 0; i < 2000 && compactions < 5; i++) {
        seat.write();
        compactions = logs.of(seat).compactions().size();
      }

      assertThat(compactions).isGreaterThanOrEqualTo(5);
      Logs.snapshot(seat); // none of its own is being written any more
      assertThat(Logs.snapshots(seat)).hasSize(2);
    }
  }

  @Test
  void startsFromItsSnapshotAndAppliesTheRestFromItsLog() {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Logs logs = new Logs(cluster);
      Seat<Journal> seat = cluster.start().seat(1);
      List<String> all = write(seat, 30);
      long slot = Logs.snapshot(seat);
      all.addAll(write(seat, 30));

      seat.losePower();
      seat.restart();
      cluster.awaitLeader();

      assertThat(Answer.of(seat.read(Journal::commands))).isEqualTo(new Answer.Done(all));
      assertThat(seat.node().status().snapshotSlot()).isEqualTo(slot);
      assertThat(logs.of(seat).readBacks().all())
          .isNotEmpty()
          .allMatch(read -> read.firstSlot() > slot);
    }
  }

  @Test
  void startsFromTheSnapshotBeforeWhenTheNewestIsDamaged() {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Logs logs = new Logs(cluster);
      Seat<Journal> seat = cluster.start().seat(1);
      List<String> all = write(seat, 30);
      long first = Logs.snapshot(seat);
      all.addAll(write(seat, 30));
      Logs.snapshot(seat);
      logs.awaitCompaction(seat, first);
      all.addAll(write(seat, 30));

      seat.losePower();
      assertThat(seat.disk().snapshots().rot(100)).isTrue();
      seat.restart();
      cluster.awaitLeader();

      assertThat(Answer.of(seat.read(Journal::commands))).isEqualTo(new Answer.Done(all));
      assertThat(seat.node().status().snapshotSlot()).isEqualTo(first);
      assertThat(Logs.snapshots(seat)).containsExactly(first);
    }
  }

  @Test
  void fetchesASnapshotWhenAllItsOwnAreDamaged() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Logs logs = new Logs(cluster);
      cluster.startLed();
      List<String> all = write(cluster.seat(1), 30);
      logs.compact(List.copyOf(cluster.seats()));

      Seat<Journal> failing = cluster.seat(3);
      failing.losePower();
      damageAll(failing);
      failing.restart();

      assertThat(Journals.settle(cluster)).startsWith(all.toArray(String[]::new));
      NodeStatus status = failing.node().status();
      assertThat(status.snapshotSlot())
          .isIn(Logs.snapshots(cluster.seat(1)).get(0), Logs.snapshots(cluster.seat(2)).get(0));
      assertThat(status.transfer()).isEmpty();
    }
  }

  private static void damageAll(Seat<Journal> seat) {
    MemorySnapshots snapshots = seat.disk().snapshots();
    List<SnapshotId> all = snapshots.list();
    assertThat(all).hasSize(2);
    snapshots.rot(0);
    assertThat(snapshots.open(all.get(0))).isEmpty();
    snapshots.remove(all.get(1));
  }

  /**
   * Its snapshot was durable before its log was, and the power went between the two. When that
   * snapshot is damaged later, its log has nothing to say of the slots between.
   */
  @Test
  void learnsAgainWhatOnlyADamagedSnapshotKnew() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Logs logs = new Logs(cluster);
      cluster.startLed();
      Seat<Journal> failing = cluster.seat(3);
      failing.machine().await(cluster.seat(1).write());
      failing.disk().stallSyncs();
      List<String> unsynced = write(cluster.seat(1), 20);
      failing.machine().await(unsynced.get(19));
      long ahead = Logs.snapshot(failing);
      failing.losePower();
      failing.disk().resumeSyncs();

      failing.restart();
      assertThat(failing.node().status().snapshotSlot()).isEqualTo(ahead);
      write(cluster.seat(1), 5); // so that it has written down that more is chosen
      Journals.settle(cluster);
      failing.close();
      failing.disk().snapshots().rot(0);
      failing.restart();

      assertThat(Journals.settle(cluster)).containsAll(unsynced);
      assertThat(failing.node().status().failure()).isEmpty();
      assertThat(logs.of(failing).failures().all()).isEmpty();
    }
  }
}
