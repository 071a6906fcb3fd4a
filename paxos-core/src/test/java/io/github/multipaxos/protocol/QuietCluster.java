package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * Replicas on links that keep the order and on disks that sync at once, unless a test cuts a link
 * or stops a node. Nothing happens by itself.
 */
final class QuietCluster {

  private final List<Solo> nodes = new ArrayList<>();
  private final Deque<Packet> network = new ArrayDeque<>();
  private final TreeSet<String> cuts = new TreeSet<>();
  private final TreeSet<Integer> frozen = new TreeSet<>();
  final List<Packet> delivered = new ArrayList<>();

  /** A message under way. */
  record Packet(NodeId from, NodeId to, Message message) {}

  QuietCluster(int size) {
    for (int i = 1; i <= size; i++) {
      nodes.add(new Solo(i, size));
    }
  }

  Solo node(int id) {
    return nodes.get(id - 1);
  }

  /** Loses whatever goes from one node to the other from now on. */
  void cut(int from, int to) {
    cuts.add(from + ">" + to);
  }

  void isolate(int id) {
    for (Solo other : nodes) {
      cut(id, other.self().value());
      cut(other.self().value(), id);
    }
  }

  /** Every link works and every clock goes on. */
  void heal() {
    cuts.clear();
    frozen.clear();
  }

  /** The node's clock stands from now on. */
  void freeze(int id) {
    frozen.add(id);
  }

  /** The node takes part no more: its clock stands and nothing reaches it. */
  void stop(int id) {
    freeze(id);
    isolate(id);
  }

  /** Syncs and delivers until there is nothing left to do. */
  void settle() {
    do {
      deliverOne();
      nodes.forEach(this::collect);
    } while (!network.isEmpty());
  }

  private void deliverOne() {
    Packet packet = network.poll();
    if (packet != null) {
      delivered.add(packet);
      node(packet.to().value()).receive(packet.from().value(), packet.message());
    }
  }

  private void collect(Solo node) {
    node.sync();
    for (Effects.ReadBack readBack : node.readBacks) {
      send(node.self(), readBack.to(), read(node, readBack));
    }
    for (Envelope<Message> envelope : node.sent) {
      send(node.self(), envelope.to(), envelope.message());
    }
    node.vowed.forEach(vow -> send(node.self(), vow.to(), vow.message()));
    node.readBacks.clear();
    node.sent.clear();
    node.vowed.clear();
  }

  private static Decrees read(Solo node, Effects.ReadBack readBack) {
    List<Decree> decrees = new ArrayList<>();
    for (long slot = readBack.firstSlot(); slot <= readBack.throughSlot(); slot++) {
      decrees.add(node.onDisk(slot));
    }
    return new Decrees(readBack.firstSlot(), decrees, readBack.chosenThrough());
  }

  private void send(NodeId from, NodeId to, Message message) {
    if (!cuts.contains(from + ">" + to)) {
      network.add(new Packet(from, to, message));
    }
  }

  /**
   * Lets so many ticks pass on every node but the frozen, and everything that follows from each.
   */
  void ticks(long count) {
    for (long i = 0; i < count; i++) {
      for (Solo node : nodes) {
        if (!frozen.contains(node.self().value())) {
          node.jump(1);
        }
      }
      settle();
    }
  }

  /** Lets time pass on one node only, as if the others were slow, until it leads. */
  void elect(int id) {
    for (int i = 0; i < 1000 && node(id).replica.standing() != Standing.LEADING; i++) {
      node(id).jump(1);
      settle();
    }
    settle();
  }

  /** Returns the nodes whose clocks go on and that believe that they lead. */
  List<Integer> leaders() {
    List<Integer> leaders = new ArrayList<>();
    for (Solo node : nodes) {
      if (!frozen.contains(node.self().value()) && node.replica.standing() == Standing.LEADING) {
        leaders.add(node.self().value());
      }
    }
    return leaders;
  }

  /** Returns how many messages of that kind were delivered. */
  long count(Class<? extends Message> kind) {
    return delivered.stream().filter(packet -> kind.isInstance(packet.message())).count();
  }
}
