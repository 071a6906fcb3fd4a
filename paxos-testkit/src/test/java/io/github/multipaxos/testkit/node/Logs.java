package io.github.multipaxos.testkit.node;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Watches the logs of a cluster shrink. */
final class Logs {

  private final Cluster<Journal> cluster;
  private final Map<NodeId, SpyLog> logs = new ConcurrentHashMap<>();

  /** Watches every log of a cluster that is not started yet. */
  Logs(Cluster<Journal> cluster) {
    this.cluster = cluster;
    for (Seat<Journal> seat : cluster.seats()) {
      seat.log(
          plain -> {
            SpyLog spy = new SpyLog(plain);
            logs.put(seat.id(), spy);
            return spy;
          });
    }
  }

  /** Returns the log that the node has open in this life. */
  SpyLog of(Seat<Journal> seat) {
    return logs.get(seat.id());
  }

  /** Takes a snapshot on that node and returns its slot. */
  static long snapshot(Seat<Journal> seat) {
    Answer answer = Answer.of(seat.node().snapshot());
    return (Long) ((Answer.Done) answer).result();
  }

  /**
   * Takes two snapshots on each of these nodes, something being written before and in between, and
   * waits until their logs have let go of what lies below the first. That has all that was written
   * until now, on each of them; the second is the same on all.
   */
  void compact(List<Seat<Journal>> seats) {
    String before = cluster.seat(1).write();
    seats.forEach(seat -> seat.machine().await(before));
    List<Long> first = seats.stream().map(Logs::snapshot).toList();
    String between = cluster.seat(1).write();
    for (int i = 0; i < seats.size(); i++) {
      seats.get(i).machine().await(between);
      snapshot(seats.get(i));
      awaitCompaction(seats.get(i), first.get(i));
    }
  }

  void awaitCompaction(Seat<Journal> seat, long throughSlot) {
    of(seat)
        .compactions()
        .awaitOne("the log of node " + seat.id() + " to shrink", it -> it >= throughSlot);
  }

  static List<Long> snapshots(Seat<Journal> seat) {
    return seat.disk().snapshots().list().stream().map(SnapshotId::slot).toList();
  }
}
