package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.NodeId;

/**
 * The other side of a handshake that succeeded.
 *
 * @param node its id, a member's
 * @param incarnation that of its data directory
 * @param boot the boot count of its data directory
 * @param process drawn at random when its process began
 * @param version the protocol version that the connection uses
 * @param maxFrameBytes the largest frame body that both sides take
 */
public record Peer(
    NodeId node, long incarnation, long boot, long process, int version, int maxFrameBytes) {

  /** Returns what is to be remembered of it. */
  Acquaintance acquaintance() {
    return new Acquaintance(node, incarnation, boot, process);
  }

  /** Tells whether both are the same process, on two connections. */
  public boolean isSameProcess(Peer other) {
    return node.equals(other.node)
        && incarnation == other.incarnation
        && boot == other.boot
        && process == other.process;
  }
}
