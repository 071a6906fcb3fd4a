package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.transport.netty.handshake.Peer;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import io.github.multipaxos.transport.netty.wire.Refusal;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the connections that others dial: first as strangers, of whom there may be only so many,
 * and once they are admitted as the peers whose messages the node receives.
 *
 * <p>All methods are called by the event loop.
 */
final class Listener implements Connection.Side {

  /** More than a cluster's worth, and few enough to cost nothing. */
  static final int MAX_STRANGERS = 64;

  private final Map<NodeId, Peering> peerings;
  private final Transport.Receiver receiver;
  private final ReadGate gate;
  private final RateLimitedLog log;
  private final Set<Connection> strangers = new LinkedHashSet<>();
  private boolean closed;

  Listener(
      Map<NodeId, Peering> peerings,
      Transport.Receiver receiver,
      ReadGate gate,
      RateLimitedLog log) {
    this.peerings = peerings;
    this.receiver = receiver;
    this.gate = gate;
    this.log = log;
  }

  /**
   * Takes a connection that was just accepted. If there are too many strangers the oldest has to
   * go: a node is done with its handshake long before that, and whoever floods this one is not.
   */
  Connection greet(Connection stranger) {
    if (strangers.size() >= MAX_STRANGERS) {
      Iterator<Connection> oldest = strangers.iterator();
      Connection evicted = oldest.next();
      oldest.remove();
      evicted.close(
          Ending.Kind.CROWDED, "more than " + MAX_STRANGERS + " connections without a handshake");
    }
    strangers.add(stranger);
    return stranger;
  }

  @Override
  public void admitted(Connection connection, Peer peer) {
    strangers.remove(connection);
    if (closed) {
      connection.close(Ending.Kind.CLOSED, "this node closes");
      return;
    }
    gate.add(connection);
    Peering peering = peering(peer);
    peering.link().accepted(connection, peer);
    peering.dialler().hurry();
  }

  private Peering peering(Peer peer) {
    Peering peering = peerings.get(peer.node());
    if (peering == null) {
      throw new IllegalStateException("the handshake admitted a stranger " + peer);
    }
    return peering;
  }

  @Override
  public void received(Connection connection, Frame frame) throws MalformedFrameException {
    Peer peer = connection.peer();
    if (peer != null && frame instanceof Frame.Said said) {
      long mark = gate.mark();
      if (!receiver.receive(peer.node(), said.message())) {
        gate.pause(mark);
      }
    } else if (frame instanceof Refusal refusal) {
      connection.close(Ending.Kind.DISMISSED, refusal.sentence());
    } else if (!(frame instanceof Frame.Alive)) {
      throw new MalformedFrameException("a second hello");
    }
  }

  @Override
  public void writable(Connection connection) {
    // nothing waits: peers are answered on the connection that this node dialled
  }

  @Override
  public void ended(Connection connection, Ending ending) {
    strangers.remove(connection);
    gate.remove(connection);
    Peer peer = connection.peer();
    if (peer != null) {
      peering(peer).link().ended(connection, ending);
    }
    report(connection, peer, ending);
  }

  /** A peer that goes and comes back is told of by its link; this is about what should not be. */
  private void report(Connection connection, @Nullable Peer peer, Ending ending) {
    boolean expected =
        switch (ending.kind()) {
          case REPLACED, CLOSED -> true;
          case LOST, SILENT -> peer != null;
          case MALFORMED, REFUSED, DISMISSED, DISOWNED, LATE, CROWDED, FAILED -> false;
        };
    if (!expected) {
      String who = peer == null ? "stranger" : peer.node().toString();
      log.warn(
          ending.kind() + " from " + who,
          "closes a connection peer="
              + who
              + " remote="
              + connection.remote()
              + " reason=\""
              + ending.sentence()
              + "\"");
    }
  }

  /** Closes the connections of strangers, and takes no more. */
  void close() {
    closed = true;
    Set.copyOf(strangers).forEach(c -> c.close(Ending.Kind.CLOSED, "this node closes"));
  }
}
