package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.StateHash;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rule L10. Compares what the replicas' states come to, slot by slot. A leader collects everybody's
 * word and passes on what a majority says; whoever differs from that stops, the leader too. Knows
 * the latest few slots only: who is further behind is compared later.
 */
final class StateCheck {

  private static final int KEPT = 32;

  private final NodeId self;
  private final Membership membership;
  private final TreeMap<Long, Long> own = new TreeMap<>();
  private final TreeMap<Long, SortedMap<NodeId, Long>> told = new TreeMap<>();
  private StateHash newest = StateHash.NONE;
  private StateHash agreed = StateHash.NONE;

  StateCheck(ReplicaConfig config) {
    this.self = config.self();
    this.membership = config.membership();
  }

  /** This node's state has been hashed. */
  void onHashed(StateHash hash) {
    newest = hash;
    own.put(hash.slot(), hash.hash());
    trim(own);
    compare();
    onTold(self, hash);
  }

  /** A node says what its state comes to. */
  void onTold(NodeId from, StateHash hash) {
    if (hash.slot() <= agreed.slot() || !membership.voters().contains(from)) {
      return;
    }
    SortedMap<NodeId, Long> hashes = told.computeIfAbsent(hash.slot(), slot -> new TreeMap<>());
    hashes.put(from, hash.hash());
    trim(told);
    int alike = 0;
    for (long other : hashes.values()) {
      alike += other == hash.hash() ? 1 : 0;
    }
    if (2 * alike > membership.voters().size()) {
      onAgreed(hash);
    } else if (hashes.size() == membership.voters().size() && hashes.containsKey(self)) {
      throw new SafetyViolation(
          "at slot "
              + hash.slot()
              + " no majority of the replicas has the same state: "
              + hashes
              + "; the state machine is not deterministic");
    }
  }

  /** A majority's states come to this. */
  void onAgreed(StateHash hash) {
    if (hash.slot() > agreed.slot()) {
      agreed = hash;
      told.headMap(hash.slot() + 1).clear();
      compare();
    }
  }

  private void compare() {
    Long mine = own.get(agreed.slot());
    if (mine != null && mine != agreed.hash()) {
      throw new SafetyViolation(
          "the state of node "
              + self
              + " at slot "
              + agreed.slot()
              + " is not that of the majority: "
              + Long.toHexString(mine)
              + " and not "
              + Long.toHexString(agreed.hash())
              + "; its state machine is not deterministic, or its memory or disk is bad. Keep its"
              + " directory for comparison, and start the node on an empty one under a new id");
    }
  }

  private static void trim(TreeMap<Long, ?> map) {
    while (map.size() > KEPT) {
      map.pollFirstEntry();
    }
  }

  /** Returns what this node's state came to last. */
  StateHash newest() {
    return newest;
  }

  /** Returns what a majority's states came to last, as far as is known. */
  StateHash agreed() {
    return agreed;
  }
}
