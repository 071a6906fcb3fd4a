package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;

/**
 * Whom this node follows, and for how long it has heard nothing. Says when to campaign; decides
 * nothing that safety depends on.
 */
final class LeaderWatch {

  /** Failed attempts double the wait up to this many times. */
  private static final int BACKOFF_DOUBLINGS = 3;

  private final int electionTicks;
  private final boolean isAlone;
  private final Jitter jitter;
  private Ballot leader = Ballot.NONE;
  private Ballot gone = Ballot.NONE;
  private Ballot promised = Ballot.NONE;
  private long promisedTick;
  private long barrierSlot;
  private long heardTick;
  private long campaignTick;
  private int failures;

  LeaderWatch(ReplicaConfig config) {
    this.electionTicks = config.electionTicks();
    this.isAlone = config.membership().voters().size() == 1;
    this.jitter = new Jitter(config.seed());
    waitAnew(0);
  }

  /** Returns the ballot of the leader followed, or {@link Ballot#NONE}. */
  Ballot leader() {
    return leader;
  }

  /** Returns the slot of that leader's own first no-op, or 0 while it is not known. */
  long barrierSlot() {
    return barrierSlot;
  }

  /** Heard from the leader of that ballot. Tells whether it is another one than before. */
  boolean onLeader(Ballot ballot, long tick) {
    boolean isNew = !ballot.equals(leader);
    if (isNew) {
      leader = ballot;
      barrierSlot = 0;
    }
    failures = 0;
    heardTick = tick;
    waitAnew(tick);
    return isNew;
  }

  /** Tells whether a leader of that ballot has been followed or given up for a later one. */
  boolean isPast(Ballot ballot) {
    return ballot.isBelow(leader) || !ballot.isAbove(gone);
  }

  /** The leader of that ballot has said itself that it leads no more. */
  void onLeaderGone(Ballot ballot) {
    if (gone.isBelow(ballot)) {
      gone = ballot;
    }
    if (!leader.isAbove(gone)) {
      forgetLeader();
    }
  }

  /** This node has promised another's ballot and does not get in its way for a while. */
  void onPromised(Ballot ballot, long tick) {
    if (promised.isBelow(ballot)) {
      promised = ballot;
      promisedTick = tick;
      waitAnew(tick);
    }
  }

  /** Heard where that leader's own slots begin. */
  void onBarrier(long slot) {
    barrierSlot = Math.max(barrierSlot, slot);
  }

  /** Follows nobody any more. When to campaign stays as it was. */
  void forgetLeader() {
    leader = Ballot.NONE;
    barrierSlot = 0;
  }

  /** Follows nobody any more, and gives whoever is about to lead time to do so. */
  void loseLeader(long tick) {
    forgetLeader();
    waitAnew(tick);
  }

  /**
   * Rule E2. Tells whether somebody other than the candidate leads, or was promised a ballot so
   * lately that he may be about to.
   */
  boolean isContentWith(long tick, NodeId candidate) {
    return isRecent(leader, heardTick, candidate, tick)
        || isRecent(promised, promisedTick, candidate, tick);
  }

  private boolean isRecent(Ballot ballot, long sinceTick, NodeId candidate, long tick) {
    return !ballot.equals(Ballot.NONE)
        && !ballot.node().equals(candidate)
        && tick - sinceTick < electionTicks;
  }

  boolean isSilent(long tick) {
    return !leader.equals(Ballot.NONE) && tick - heardTick >= electionTicks;
  }

  /** Tells whether it is time to campaign. */
  boolean isOver(long tick) {
    return tick >= campaignTick;
  }

  /** Rule E3. An attempt did not succeed: the next one waits longer. */
  void backOff(long tick) {
    failures = Math.min(failures + 1, BACKOFF_DOUBLINGS);
    waitAnew(tick);
  }

  /**
   * The leader stepped down by itself: nobody will come forward for a while unless this node does.
   */
  void campaignSoon(long tick) {
    campaignTick = tick + 1 + jitter.below(Math.max(1, electionTicks / 4));
  }

  /** Rule E3. At random, so that rarely two nodes come forward together. */
  private void waitAnew(long tick) {
    campaignTick =
        isAlone
            ? tick + 1 // there is nobody to get in the way of
            : tick + electionTicks + jitter.below(electionTicks << failures);
  }
}
