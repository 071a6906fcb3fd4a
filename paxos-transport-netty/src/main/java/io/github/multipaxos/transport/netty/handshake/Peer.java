package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;

/**
 * The other side of a handshake that succeeded.
 *
 * @param identity who it is: a member, with its data directory and whose that one's boots were
 * @param version the protocol version that the connection uses
 * @param maxFrameBytes the largest frame body that both sides take
 */
public record Peer(Identity identity, int version, int maxFrameBytes) {

  /** Returns its id. */
  public NodeId node() {
    return identity.node();
  }

  /** Tells whether both are the same process, on two connections. */
  public boolean isSameProcess(Peer other) {
    return identity.equals(other.identity);
  }
}
