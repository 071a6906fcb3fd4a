package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Replicas over a network that loses, repeats and reorders, on disks that sync when the seed says
 * so and forget the rest in a crash; some lose more than that. What they do is traced.
 */
final class TracedCluster {

  private final Random random;
  private final Trace trace;
  private final Map<NodeId, TracedReplica> nodes = new TreeMap<>();
  private final List<Packet> network = new ArrayList<>();
  private final Set<NodeId> mayRot;
  private long commands;

  private record Packet(NodeId from, NodeId to, Message message) {}

  TracedCluster(int size, long seed, Appendable out, long maxEvents) {
    this(size, seed, Set.of(), out, maxEvents);
  }

  /** As above, on disks of which some rot. */
  TracedCluster(int size, long seed, Set<NodeId> mayRot, Appendable out, long maxEvents) {
    this.mayRot = Set.copyOf(mayRot);
    random = new Random(seed);
    SortedSet<NodeId> voters = new TreeSet<>();
    for (int i = 1; i <= size; i++) {
      voters.add(NodeId.of(i));
    }
    trace = new Trace(voters, out, maxEvents);
    Membership membership = Membership.majorityOf(voters);
    voters.forEach(id -> nodes.put(id, new TracedReplica(id, membership, trace, this::send)));
  }

  /** Runs until the trace is full, or for so many moments. */
  Trace run(int moments) {
    for (int i = 0; i < moments && !trace.isFull(); i++) {
      moment();
    }
    return trace;
  }

  private void moment() {
    int dice = random.nextInt(1000);
    TracedReplica node = nodes.get(NodeId.of(1 + random.nextInt(nodes.size())));
    if (dice < 600 && !network.isEmpty()) {
      deliver();
    } else if (dice < 850) {
      node.sync();
    } else if (dice < 975) {
      node.tick();
    } else if (dice < 994) {
      CommandId id = new CommandId(node.id(), node.boot(), ++commands);
      node.step(new Event.Proposed(new Command(id, Bytes.wrap(new byte[4])), node.now() + 100));
    } else {
      node.crash(random, mayRot.contains(node.id()) && random.nextBoolean());
    }
  }

  private void deliver() {
    int bound = random.nextInt(6) == 0 ? network.size() : Math.min(network.size(), 4);
    Packet packet = network.remove(random.nextInt(bound));
    nodes.get(packet.to).step(new Event.Received(packet.from, packet.message));
  }

  private void send(NodeId from, Envelope<? extends Message> envelope) {
    int copies = random.nextInt(8) == 0 ? 0 : random.nextInt(12) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      network.add(new Packet(from, envelope.to(), envelope.message()));
    }
  }

  /** Takes what a node sends. */
  interface Sink {
    void send(NodeId from, Envelope<? extends Message> envelope);
  }
}
