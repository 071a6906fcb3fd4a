package io.github.multipaxos.transport.netty.handshake;

import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * This side of every handshake.
 *
 * @param identity who this node is
 * @param members the ids of all members, this node's among them
 * @param maxFrameBytes the largest frame body that this node takes
 */
public record Local(Identity identity, SortedSet<NodeId> members, int maxFrameBytes) {

  /** Takes an unmodifiable copy of the ids. */
  public Local {
    members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
  }

  NodeId node() {
    return identity.node();
  }
}
