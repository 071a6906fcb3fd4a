package io.github.multipaxos.benchmarks.micro;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.ReplicaConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Three replicas whose messages arrive at once and whose records are durable at once. Replica 1
 * leads.
 */
final class Trio {

  static final NodeId LEADER = NodeId.of(1);
  private static final int REPLICAS = 3;
  private static final int ELECTION_TICKS = 50;

  /** Votes are kept until a snapshot covers them. */
  private static final int SNAPSHOT_SLOTS = 1024;

  private final SortedMap<NodeId, Replica> replicas = new TreeMap<>();
  private final Queue<Delivery> wire = new ArrayDeque<>();
  private long snapshotSlot;
  private int chosen;

  private record Delivery(NodeId to, Event event) {}

  Trio() {
    SortedMap<NodeId, Long> seeds = new TreeMap<>();
    for (int id = 1; id <= REPLICAS; id++) {
      seeds.put(NodeId.of(id), (long) id);
    }
    Membership membership = Membership.majorityOf(seeds.keySet());
    seeds.forEach((id, seed) -> replicas.put(id, replica(id, membership, seed)));
    for (long tick = 1; tick < ELECTION_TICKS; tick++) {
      Event passes = new Event.Tick(tick, 0);
      replicas.keySet().forEach(id -> step(id, List.of(passes)));
    }
    for (long tick = ELECTION_TICKS; tick <= 3 * ELECTION_TICKS; tick++) {
      Event passes = new Event.Tick(tick, 0);
      step(LEADER, List.of(passes)); // the others' time stands still, so they do not campaign
    }
  }

  private static Replica replica(NodeId id, Membership membership, long seed) {
    return new Replica(
        new ReplicaConfig(
            id,
            1,
            membership,
            5,
            ELECTION_TICKS,
            15,
            256,
            8 << 20,
            256 << 10,
            64 << 20,
            1 << 20,
            seed),
        new Recovered());
  }

  /** Proposes at the leader and returns how many slots the leader saw chosen. */
  int propose(List<Event> proposals) {
    chosen = 0;
    step(LEADER, proposals);
    if (replicas.get(LEADER).chosenThrough() - snapshotSlot >= SNAPSHOT_SLOTS) {
      snapshot();
    }
    return chosen;
  }

  private void snapshot() {
    snapshotSlot = replicas.get(LEADER).chosenThrough();
    for (NodeId id : replicas.keySet()) {
      long slot = Math.min(snapshotSlot, replicas.get(id).chosenThrough());
      step(id, List.of(new Event.SnapshotTaken(slot, slot)));
    }
  }

  private void step(NodeId at, List<Event> events) {
    perform(at, replicas.get(at).step(events));
    Delivery next = wire.poll();
    while (next != null) {
      List<Event> event = new ArrayList<>();
      event.add(next.event());
      perform(next.to(), replicas.get(next.to()).step(event));
      next = wire.poll();
    }
  }

  private void perform(NodeId from, Effects effects) {
    for (Envelope<Message> sent : effects.messages()) {
      wire.add(new Delivery(sent.to(), new Event.Received(from, sent.message())));
    }
    effects
        .vows()
        .forEach(vow -> wire.add(new Delivery(vow.to(), new Event.Received(from, vow.message()))));
    if (from.equals(LEADER)) {
      chosen += effects.chosen().size();
    }
  }
}
