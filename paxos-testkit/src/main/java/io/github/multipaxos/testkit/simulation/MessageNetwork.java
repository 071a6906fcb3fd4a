package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network that carries messages as they are and knows no connections. It loses, repeats, reorders
 * and delays, and what it carries may arrive in another life of the receiver, or of the sender.
 */
final class MessageNetwork implements Wiring {

  private static final int KEPT = 4096;

  /** Of so many old messages the one of the highest slot is sent again. */
  private static final int DRAWS = 12;

  private static final int REPLAYED_AT_ONCE = 16;

  private final Timeline timeline;
  private final Dice dice;
  private final Weather weather;
  private final Faults faults;
  private final int capacity;
  private final @Nullable Endpoint[] endpoints;
  private final int[][] underway;
  private final @Nullable Packet[] kept = new Packet[KEPT];
  private long packets;

  private record Packet(NodeId from, NodeId to, Message message) {}

  MessageNetwork(Timeline timeline, Dice dice, Weather weather, Faults faults, int nodes) {
    this.timeline = timeline;
    this.dice = dice;
    this.weather = weather;
    this.faults = faults;
    this.capacity =
        faults.has(Fault.CAPACITY)
            ? 20 - (int) (18 * faults.degree(Fault.CAPACITY))
            : Integer.MAX_VALUE;
    this.endpoints = new Endpoint[nodes + 1];
    this.underway = new int[nodes + 1][nodes + 1];
  }

  @Override
  public Transport transport(NodeId node) {
    Endpoint endpoint = new Endpoint(node);
    endpoints[node.value()] = endpoint;
    return endpoint;
  }

  @Override
  public void kill(NodeId node) {
    endpoints[node.value()] = null;
  }

  @Override
  public void replay() {
    Packet packet = null;
    for (int draw = dice.chance(0.3) ? 1 : DRAWS; draw > 0 && packets > 0; draw--) {
      Packet other = kept[(int) dice.below(Math.min(packets, KEPT))];
      if (packet == null || slotOf(other.message) > slotOf(packet.message)) {
        packet = other;
      }
    }
    if (packet != null && !weather.isCut(packet.from, packet.to)) {
      carry(packet);
    }
  }

  @Override
  public void replayTo(NodeId node) {
    List<Packet> latest = new ArrayList<>();
    for (int i = 0; i < Math.min(packets, KEPT); i++) {
      if (kept[i].to.equals(node) && slotOf(kept[i].message) > 0) {
        latest.add(kept[i]);
      }
    }
    latest.sort(Comparator.comparingLong((Packet packet) -> slotOf(packet.message)).reversed());
    for (Packet packet : latest.subList(0, Math.min(latest.size(), REPLAYED_AT_ONCE))) {
      if (!weather.isCut(packet.from, packet.to)) {
        carry(packet);
      }
    }
  }

  /** The higher the slot, the more likely that it is not settled yet. */
  private static long slotOf(Message message) {
    if (message instanceof Message.Accept accept) {
      return accept.slot();
    }
    return message instanceof Message.Accepted accepted ? accepted.slot() : 0;
  }

  private void send(Packet packet) {
    if (faults.has(Fault.REPLAY) && dice.chance(worthOf(packet.message))) {
      kept[(int) (packets++ % KEPT)] = packet;
    }
    if (weather.isCut(packet.from, packet.to) || weather.isLost(packet.from, packet.to)) {
      return;
    }
    carry(packet);
    if (weather.isRepeated(packet.from, packet.to)) {
      carry(packet);
    }
  }

  /** Few are kept, so that they grow old, and mostly those that say something of a slot. */
  private static double worthOf(Message message) {
    boolean isRoutine = message instanceof Heartbeat || message instanceof HeartbeatAck;
    return isRoutine ? 0.01 : 0.2;
  }

  private void carry(Packet packet) {
    int[] from = underway[packet.from.value()];
    int to = packet.to.value();
    if (from[to] < capacity || weather.isCalm(packet.from, packet.to)) {
      from[to]++;
      timeline.after(
          weather.delayNanos(packet.from, packet.to),
          () -> {
            from[to]--;
            deliver(packet);
          });
    }
  }

  private void deliver(Packet packet) {
    Endpoint endpoint = endpoints[packet.to.value()];
    if (endpoint != null && !weather.isCut(packet.from, packet.to)) {
      endpoint.receive(packet);
    }
  }

  /** One node's end, in one life. */
  private final class Endpoint implements Transport {
    private final NodeId node;
    private @Nullable Receiver receiver;
    private boolean isPaused;
    private long resumes;

    Endpoint(NodeId node) {
      this.node = node;
    }

    @Override
    public void start(Identity self, Members members, PeerMemory peers, Receiver receiver) {
      this.receiver = receiver;
      for (NodeId member : members.ids()) {
        if (!member.equals(node)) {
          receiver.vouched(member); // who loses a directory does so where there are handshakes
          receiver.connected(member);
        }
      }
    }

    void receive(Packet packet) {
      if (receiver != null && !isPaused) { // what finds no room is lost
        long before = resumes;
        boolean hasRoom = receiver.receive(packet.from, packet.message);
        isPaused = !hasRoom && resumes == before;
      }
    }

    @Override
    public void send(NodeId to, Message message) {
      if (endpoints[node.value()] == this) {
        MessageNetwork.this.send(new Packet(node, to, message));
      }
    }

    @Override
    public void flush() {
      // Everything is on its way already.
    }

    @Override
    public void resume() {
      isPaused = false;
      resumes++;
    }

    @Override
    public void close() {
      if (endpoints[node.value()] == this) {
        kill(node);
      }
    }
  }
}
