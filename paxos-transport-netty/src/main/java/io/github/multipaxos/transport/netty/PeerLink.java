package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.transport.netty.handshake.Peer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two connections with one peer: the one that this node dialled, to send on, and the one that
 * the peer dialled, to receive on. The peer is connected while there are both, and both lead to the
 * same process.
 *
 * <p>All methods are called by the event loop.
 */
final class PeerLink {

  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

  private final NodeId node;
  private final Transport.Receiver receiver;
  private @Nullable Connection dialled;
  private @Nullable Connection accepted;
  private boolean connected;

  PeerLink(NodeId node, Transport.Receiver receiver) {
    this.node = node;
    this.receiver = receiver;
  }

  /** Takes the connection that this node dialled. The peer has noted who this node is. */
  void dialled(Connection connection, Peer peer) {
    receiver.vouched(node);
    replace(dialled, "replaced by a newer connection");
    dialled = connection;
    if (isOther(accepted, peer)) {
      replace(accepted, "the node was restarted");
      accepted = null;
    }
    update("the node was restarted");
  }

  /** Takes a connection that the peer dialled. An earlier one is dead, whether it knows or not. */
  void accepted(Connection connection, Peer peer) {
    replace(accepted, "replaced by a newer connection");
    accepted = connection;
    if (isOther(dialled, peer)) {
      replace(dialled, "the node was restarted");
      dialled = null;
    }
    update("the node was restarted");
  }

  private static void replace(@Nullable Connection old, String sentence) {
    if (old != null) {
      old.close(Ending.Kind.REPLACED, sentence);
    }
  }

  private static boolean isOther(@Nullable Connection connection, Peer peer) {
    return connection != null
        && (connection.peer() == null || !peer.isSameProcess(connection.peer()));
  }

  /**
   * The peer refuses this node for good. Believed of a node that was dialled only: where that leads
   * the operator has said, while anybody may dial this one.
   */
  void disowned(String sentence) {
    receiver.disowned(node, sentence);
  }

  /** Lets go of a connection that has ended, if it is one of the two. */
  void ended(Connection connection, Ending ending) {
    if (connection == dialled) {
      dialled = null;
    } else if (connection == accepted) {
      accepted = null;
    }
    update(ending.sentence());
  }

  /** Tells whether either connection was heard from within so many nanoseconds. */
  boolean isHeardWithin(long nanos) {
    return (dialled != null && dialled.isHeardWithin(nanos))
        || (accepted != null && accepted.isHeardWithin(nanos));
  }

  /** Gives up what is silent, and keeps the others from being taken for silent. */
  void check() {
    if (dialled != null) {
      dialled.check();
    }
    if (accepted != null) {
      accepted.check();
    }
  }

  /** Closes both connections. */
  void close() {
    if (dialled != null) {
      dialled.close(Ending.Kind.CLOSED, "this node closes");
    }
    if (accepted != null) {
      accepted.close(Ending.Kind.CLOSED, "this node closes");
    }
  }

  private void update(String reason) {
    boolean both = dialled != null && accepted != null;
    if (both && !connected) {
      connected = true;
      LOG.info("connects peer={} remote={}", node, dialled.remote());
      receiver.connected(node);
    } else if (!both && connected) {
      connected = false;
      LOG.info("disconnects peer={} reason=\"{}\"", node, reason);
      receiver.disconnected(node, reason);
    }
  }
}
