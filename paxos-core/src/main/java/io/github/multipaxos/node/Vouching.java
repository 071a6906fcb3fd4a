package io.github.multipaxos.node;

import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rule N4. Knows who must still say that it has never met another data directory of this node. Once
 * nobody must, that is noted durably, and never asked again.
 */
final class Vouching {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");

  private final PeerMemory memory;
  private final boolean isAdmitted;
  private final SortedSet<NodeId> awaited = new TreeSet<>();
  private volatile SortedSet<NodeId> view = Collections.emptySortedSet();

  Vouching(Identity self, Members members, PeerMemory memory) {
    this.memory = memory;
    this.isAdmitted = memory.isAdmitted() || members.ids().size() == 1;
    if (!isAdmitted) {
      awaited.addAll(members.ids());
      awaited.remove(self.node());
      show();
      LOG.info("waits to be vouched for before it votes by={}", view);
    }
  }

  /** Tells whether the node may vote from its start. */
  boolean isAdmitted() {
    return isAdmitted;
  }

  /** A peer vouches; if it is the last one, {@code whenAdmitted} runs when that is durable. */
  synchronized void vouched(NodeId peer, Runnable whenAdmitted) {
    if (!awaited.remove(peer)) {
      return;
    }
    if (!awaited.isEmpty()) {
      show();
      LOG.info("is vouched for by={} waits_for={}", peer, view);
      return;
    }
    memory.admit(
        () -> {
          show();
          LOG.info("is vouched for by every other member, votes from now on");
          whenAdmitted.run();
        });
  }

  private synchronized void show() {
    view = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
  }

  /** Returns who must still vouch. Called by any thread. */
  SortedSet<NodeId> awaited() {
    return view;
  }
}
