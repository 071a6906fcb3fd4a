package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Outcome;
import java.util.Map;
import java.util.TreeMap;

/** What clients have asked of one node, and what they are told. */
final class StagedClients {

  private final StagedNode node;
  private final StagedCluster cluster;
  private final Map<Long, Long> floorByRead = new TreeMap<>();
  private long sequence;

  StagedClients(StagedNode node, StagedCluster cluster) {
    this.node = node;
    this.cluster = cluster;
  }

  /** Nobody waits for a node that has crashed. */
  void restart() {
    floorByRead.clear();
    sequence = 0;
  }

  Event propose(String text, long bytes, long withinTicks) {
    sequence++;
    Command command = cluster.names().make(id(sequence), text, bytes);
    return new Event.Proposed(command, node.tick() + withinTicks);
  }

  Event read(long withinTicks) {
    long read = cluster.nextRead();
    floorByRead.put(read, cluster.agreement().handedThrough());
    return new Event.ReadAsked(read, node.tick() + withinTicks);
  }

  Event readLeased(long withinTicks) {
    Event.Read asked = (Event.Read) read(withinTicks);
    return new Event.LeasedReadAsked(asked.read(), asked.deadlineTick());
  }

  /** What such a read may miss depends on when it was handed out, which nobody keeps here. */
  Event readStale(long staleTicks, long withinTicks) {
    long read = cluster.nextRead();
    floorByRead.put(read, 0L);
    return new Event.StaleReadAsked(read, node.tick() + withinTicks, staleTicks);
  }

  private CommandId id(long ofSequence) {
    return new CommandId(node.id(), node.boot(), ofSequence);
  }

  void onEffects(Effects effects) {
    effects.reads().forEach(read -> onRead(read, ""));
    effects.leasedReads().forEach(read -> onRead(read.read(), " lease_until=" + read.endTick()));
    for (Long read : effects.failedReads()) {
      floorByRead.remove(read);
      cluster.transcript().event(node.id(), "gives up", "r" + read);
    }
    effects.outcomes().forEach(this::onOutcome);
  }

  /** Rule R3. A read sees whatever any client had seen when it was asked. */
  private void onRead(long read, String how) {
    long floor = floorByRead.remove(read);
    cluster
        .transcript()
        .event(node.id(), "reads", "r" + read + " through=" + node.handedThrough() + how);
    Agreement.require(
        node.handedThrough() >= floor,
        "read r%s sees slots through %s, but %s had been handed out before it was asked",
        read,
        node.handedThrough(),
        floor);
  }

  private void onOutcome(Outcome outcome) {
    CommandId id = id(outcome.sequence());
    String name = cluster.names().of(id);
    if (outcome instanceof Outcome.Rejected rejected) {
      String words = "[" + name + "] reason=" + rejected.reason();
      cluster.transcript().event(node.id(), "rejected", words);
      cluster.agreement().onRejected(id, name);
    } else if (outcome instanceof Outcome.Unknown unknown) {
      String words = "[" + name + "] reason=" + unknown.reason();
      cluster.transcript().event(node.id(), "unknown", words);
    }
  }
}
