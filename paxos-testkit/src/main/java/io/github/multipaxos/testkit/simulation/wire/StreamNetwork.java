package io.github.multipaxos.testkit.simulation.wire;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.simulation.Dice;
import io.github.multipaxos.testkit.simulation.Links;
import io.github.multipaxos.testkit.simulation.Timeline;
import io.github.multipaxos.testkit.simulation.Wiring;
import io.github.multipaxos.transport.netty.wire.Refusal;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Streams of bytes between the processes that run. One thread only. */
public final class StreamNetwork implements Wiring {

  private final Timeline timeline;
  private final Dice dice;
  private final Links links;
  private final SortedMap<NodeId, StreamTransport> listening = new TreeMap<>();
  private final SortedMap<Refusal.Reason, Long> refused = new TreeMap<>();
  private long malformed;

  /** Makes a network with nobody on it. */
  public StreamNetwork(Timeline timeline, Dice dice, Links links) {
    this.timeline = timeline;
    this.dice = dice;
    this.links = links;
  }

  @Override
  public Transport transport(NodeId node) {
    return new StreamTransport(this, node);
  }

  @Override
  public void kill(NodeId node) {
    StreamTransport killed = listening.remove(node);
    if (killed != null) {
      killed.die();
    }
  }

  @Override
  public void replayTo(NodeId node) {
    // A connection carries everything once.
  }

  @Override
  public void replay() {
    // A stream does not carry anything twice, nor anything of another stream.
  }

  /** Counts a frame whose checksum did not fit. */
  void onMalformed() {
    malformed++;
  }

  /** Counts a handshake that was refused. */
  void onRefused(Refusal.Reason reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  /** Returns how often bytes arrived that were no frame. */
  public long malformed() {
    return malformed;
  }

  /** Returns how many handshakes were refused, and why. */
  public SortedMap<Refusal.Reason, Long> refused() {
    return new TreeMap<>(refused);
  }

  void listen(NodeId node, StreamTransport transport) {
    listening.put(node, transport);
  }

  void close(NodeId node, StreamTransport transport) {
    listening.remove(node, transport);
  }

  /** Returns who answers at that node's address, or null. */
  @Nullable StreamTransport listener(NodeId node) {
    return listening.get(node);
  }

  Timeline timeline() {
    return timeline;
  }

  Dice dice() {
    return dice;
  }

  Links links() {
    return links;
  }
}
