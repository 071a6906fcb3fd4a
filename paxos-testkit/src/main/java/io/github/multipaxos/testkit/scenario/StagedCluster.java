package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replicas, and between them a network that does nothing by itself. */
final class StagedCluster {

  /** More than any finite exchange between a few nodes takes. */
  private static final int SETTLE_PACKETS = 10_000;

  private final ClusterSettings settings;
  private final Transcript transcript;
  private final Agreement agreement;
  private final CommandNames names = new CommandNames();
  private final MessageWording wording = new MessageWording(names);
  private final StagedNetwork network = new StagedNetwork();
  private final SortedMap<NodeId, StagedNode> nodes = new TreeMap<>();
  private long reads;

  StagedCluster(ClusterSettings settings, Transcript transcript) {
    this.settings = settings;
    this.transcript = transcript;
    this.agreement = new Agreement(settings.membership());
    for (NodeId id : settings.membership().voters()) {
      nodes.put(id, new StagedNode(id, this));
    }
  }

  ClusterSettings settings() {
    return settings;
  }

  Transcript transcript() {
    return transcript;
  }

  Agreement agreement() {
    return agreement;
  }

  CommandNames names() {
    return names;
  }

  MessageWording wording() {
    return wording;
  }

  StagedNetwork network() {
    return network;
  }

  Collection<StagedNode> nodes() {
    return nodes.values();
  }

  StagedNode node(NodeId id) {
    StagedNode node = nodes.get(id);
    if (node == null) {
      throw new UsageException("node " + id + " is not in the cluster, which is " + nodes.keySet());
    }
    return node;
  }

  /** Returns a node that has not crashed. */
  StagedNode nodeUp(NodeId id) {
    StagedNode node = node(id);
    if (!node.isUp()) {
      throw new UsageException("node " + id + " is down");
    }
    return node;
  }

  long nextRead() {
    return ++reads;
  }

  void send(NodeId from, NodeId to, Message message) {
    Packet packet = new Packet(from, to, message);
    boolean isLost = network.isCut(from, to) || !node(to).isUp();
    show(packet, isLost ? "lost" : "");
    if (!isLost) {
      network.add(packet);
    }
  }

  /** Shows the packet, and what became of it. */
  void show(Packet packet, String fate) {
    String line = packet.line(wording);
    transcript.message(fate.isEmpty() ? line : line + "  (" + fate + ")");
  }

  void deliver(List<Packet> packets, StagedNode node) {
    packets.forEach(network::remove);
    node.step(
        packets.stream()
            .<Event>map(packet -> new Event.Received(packet.from(), packet.message()))
            .toList());
  }

  /** Delivers, oldest first, until nothing is on its way. */
  void settle() {
    for (int delivered = 0; !network.underway().isEmpty(); delivered++) {
      if (delivered == SETTLE_PACKETS) {
        throw new UsageException("the cluster does not settle");
      }
      Packet packet = network.underway().get(0);
      deliver(List.of(packet), node(packet.to()));
    }
  }

  /** What was on its way to a node that has crashed is lost. */
  void loseAllTo(NodeId node) {
    for (Packet packet : network.underway()) {
      if (packet.to().equals(node)) {
        network.remove(packet);
        show(packet, "lost");
      }
    }
  }

  void check() {
    nodes.values().forEach(agreement::check);
  }
}
