package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a leader knows of each voter: when it was heard last, which round it confirmed, how far it
 * is.
 */
final class PeerProgress {

  private final Membership membership;
  private final NodeId self;
  private final TreeMap<NodeId, Peer> peers = new TreeMap<>();

  private static final class Peer {
    private long heardTick;
    private long round;
    private long guardedRound;
    private long chosenThrough;
  }

  PeerProgress(Membership membership, NodeId self, long tick) {
    this.membership = membership;
    this.self = self;
    for (NodeId voter : membership.voters()) {
      Peer peer = new Peer();
      peer.heardTick = tick;
      peers.put(voter, peer);
    }
  }

  /** A voter answered something in this ballot. */
  void onHeard(NodeId from, long tick) {
    Peer peer = peers.get(from);
    if (peer != null) {
      peer.heardTick = tick;
    }
  }

  /** A voter confirmed that it has promised nothing higher since that round was sent. */
  void onConfirmed(NodeId from, long round, long chosenThrough) {
    Peer peer = peers.get(from);
    if (peer != null) {
      peer.round = Math.max(peer.round, round);
      peer.chosenThrough = Math.max(peer.chosenThrough, chosenThrough);
    }
  }

  /** Rule R5. A voter that acknowledged that round guards it for as long as a lease takes. */
  void onGuarded(NodeId from, long round) {
    Peer peer = peers.get(from);
    if (peer != null) {
      peer.guardedRound = Math.max(peer.guardedRound, round);
    }
  }

  /** Tells whether that voter was heard within so many ticks. */
  boolean isHeard(NodeId node, long tick, int withinTicks) {
    Peer peer = peers.get(node);
    return peer != null && tick - peer.heardTick < withinTicks;
  }

  /**
   * Rule E4. Tells whether an accept quorum, this node among it, was heard within so many ticks.
   */
  boolean isQuorumHeard(long tick, int withinTicks) {
    Set<NodeId> heard = new TreeSet<>();
    for (var entry : peers.entrySet()) {
      if (entry.getKey().equals(self) || tick - entry.getValue().heardTick < withinTicks) {
        heard.add(entry.getKey());
      }
    }
    return membership.isAcceptQuorum(heard);
  }

  /**
   * Rule R2. Tells whether an accept quorum, which meets every prepare quorum, confirmed the round.
   */
  boolean isConfirmed(long round) {
    Set<NodeId> confirmed = new TreeSet<>();
    for (var entry : peers.entrySet()) {
      if (entry.getKey().equals(self) || entry.getValue().round >= round) {
        confirmed.add(entry.getKey());
      }
    }
    return membership.isAcceptQuorum(confirmed);
  }

  /** Rule R4. Tells whether an accept quorum guards that round or a later one. */
  boolean isGuarded(long round) {
    Set<NodeId> guards = new TreeSet<>();
    for (var entry : peers.entrySet()) {
      if (entry.getKey().equals(self) || entry.getValue().guardedRound >= round) {
        guards.add(entry.getKey());
      }
    }
    return membership.isAcceptQuorum(guards);
  }

  /** Returns the peer heard lately that is furthest ahead, or {@link NodeId#NOBODY}. */
  NodeId furthest(Set<NodeId> absent, long tick, int withinTicks) {
    NodeId furthest = NodeId.NOBODY;
    long through = -1;
    for (var entry : peers.entrySet()) {
      Peer peer = entry.getValue();
      boolean isEligible =
          !entry.getKey().equals(self)
              && !absent.contains(entry.getKey())
              && tick - peer.heardTick < withinTicks;
      if (isEligible && peer.chosenThrough > through) {
        furthest = entry.getKey();
        through = peer.chosenThrough;
      }
    }
    return furthest;
  }
}
