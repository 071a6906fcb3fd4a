package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Fetches chosen decrees that this node missed, from any peer that has them, one request at a time
 * (rule L5). Every peer keeps its log, so none of them is the only source.
 */
final class CatchUp {

  /** A gap this young is probably a message overtaken by another, and closes by itself. */
  private static final int GRACE_TICKS = 2;

  private final Outbox outbox;
  private final SnapshotFetch snapshots;
  private final List<NodeId> peers;

  /** Who has let go of the slot above the prefix. */
  private final SortedSet<NodeId> lacking = new TreeSet<>();

  private final int retransmitTicks;
  private final int probeTicks;
  private long wantedThrough;
  private NodeId source = NodeId.NOBODY;

  /** Whose snapshot is being fetched, and how far the prefix reached when that began. */
  private NodeId giver = NodeId.NOBODY;

  private long givenFrom;
  private long gapSlot;
  private long gapTick;
  private boolean isAsking;
  private boolean isFlowing;
  private long askedTick;
  private long probedTick;

  /**
   * Begins to watch for gaps.
   *
   * @param settledThrough up to where decrees are known to exist
   */
  CatchUp(Outbox outbox, ReplicaConfig config, SnapshotFetch snapshots, long settledThrough) {
    this.outbox = outbox;
    this.snapshots = snapshots;
    this.wantedThrough = settledThrough;
    this.retransmitTicks = config.retransmitTicks();
    this.probeTicks = 2 * config.electionTicks();
    this.peers = new ArrayList<>(config.membership().voters());
    this.peers.remove(config.self());
  }

  /** A peer says that its prefix reaches this far. */
  void onPrefix(NodeId peer, long chosenThrough) {
    boolean isFurthest = chosenThrough > wantedThrough;
    wantedThrough = Math.max(wantedThrough, chosenThrough);
    boolean isPeer = peers.contains(peer); // what a candidate needs may be known to itself alone
    if (isPeer && (isFurthest || source.equals(NodeId.NOBODY))) {
      source = peer;
    }
  }

  /** As {@link #onPrefix}, of decrees that this node cannot go on without: no grace is given. */
  void onPrefixNeeded(NodeId peer, long chosenThrough) {
    onPrefix(peer, chosenThrough);
    isFlowing = true;
  }

  /**
   * While this node knows of no leader, nobody tells it how far the prefix reaches: after a while
   * it asks one peer after the other.
   */
  void probe(boolean isLeaderKnown, long chosenThrough, long tick) {
    if (isLeaderKnown) {
      probedTick = tick;
    } else if (tick - probedTick >= probeTicks && !isAsking && !peers.isEmpty()) {
      probedTick = tick;
      rotate();
      outbox.send(source, new Fetch(chosenThrough + 1, chosenThrough + 1));
    }
  }

  /**
   * A peer answered, and the prefix has grown or not. If it has, the next request goes out in the
   * same step; if not, another peer is asked after a while.
   */
  void onDecrees(boolean hasHelped) {
    isAsking = false;
    isFlowing = hasHelped;
    if (hasHelped) {
      lacking.clear();
    } else if (source.equals(peers.get(peers.size() - 1))) {
      isAsking = true; // all have had their turn: this waits, and then begins anew
    } else {
      rotate();
    }
  }

  /** A peer answered that it no longer holds what is asked for: the next one may. */
  void onLacking(NodeId peer) {
    isAsking = false;
    isFlowing = true; // there is no point in waiting
    lacking.add(peer);
    rotate();
  }

  /**
   * Asks for what is missing above the prefix.
   *
   * @param gapThrough the last slot of the first gap
   */
  void pursue(long chosenThrough, long gapThrough, long tick) {
    snapshots.pursue(tick);
    watchSnapshot(chosenThrough);
    if (chosenThrough >= wantedThrough || peers.isEmpty() || snapshots.isUnderway()) {
      isAsking = false;
      isFlowing = false;
      return;
    }
    if (isAsking) {
      if (tick - askedTick < retransmitTicks) {
        return;
      }
      rotate();
    } else if (!isFlowing && isYoung(chosenThrough + 1, tick)) {
      return;
    }
    if (source.equals(NodeId.NOBODY)) {
      rotate();
    }
    if (lacking.contains(source)) { // everybody else was asked before
      beginSnapshot(chosenThrough, tick);
      return;
    }
    isAsking = true;
    askedTick = tick;
    outbox.send(source, new Fetch(chosenThrough + 1, Math.min(gapThrough, wantedThrough)));
  }

  private void beginSnapshot(long chosenThrough, long tick) {
    isAsking = false; // where one has just failed this peer's turn comes again, after a while
    isFlowing = true;
    snapshots.begin(source, tick);
    if (snapshots.isUnderway()) {
      giver = source;
      givenFrom = chosenThrough;
    }
  }

  private void watchSnapshot(long chosenThrough) {
    if (snapshots.isUnderway()) {
      lacking.clear(); // by the time it ends much may have changed
    } else if (!giver.equals(NodeId.NOBODY)) {
      if (source.equals(giver) && chosenThrough == givenFrom) {
        rotate(); // nothing has come of it, and another peer's may be better
      }
      giver = NodeId.NOBODY;
    }
  }

  private boolean isYoung(long slot, long tick) {
    if (slot != gapSlot) {
      gapSlot = slot;
      gapTick = tick;
    }
    return tick - gapTick < GRACE_TICKS;
  }

  private void rotate() {
    source = peers.get((peers.indexOf(source) + 1) % peers.size());
  }

  /** Returns up to which slot decrees are known to exist. */
  long wantedThrough() {
    return wantedThrough;
  }
}
