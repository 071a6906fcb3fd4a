package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;

/**
 * Rule R5. What this node owes to whoever may hold a lease by its word: for a while it promises no
 * ballot to anybody else, itself included. Its own setting says for how long, whatever the leader's
 * says.
 */
final class Guard {

  private final NodeId self;
  private final LeaseTerms terms;
  private final long bootEndTick;
  private Ballot guarded = Ballot.NONE;
  private long endTick;

  /**
   * Makes the guard of a life. In an earlier one the node may have acknowledged any leader until
   * right before its end, and all that it knew of that is gone.
   */
  Guard(ReplicaConfig config) {
    boolean isAlone = config.membership().voters().size() == 1;
    this.self = config.self();
    this.terms = isAlone ? LeaseTerms.OFF : config.lease();
    this.bootEndTick = config.boot() > 1 ? terms.guardTicks() : 0;
  }

  /**
   * Guards the leader of that ballot, whose round is about to be acknowledged, and returns for how
   * many milliseconds. A leader of a lower ballot than the one guarded is replaced; it holds no
   * lease, and the guard stays where it is.
   */
  long onLeader(Ballot leader, long tick) {
    if (!leader.isBelow(guarded)) {
      guarded = leader;
      endTick = tick + terms.guardTicks();
    }
    return leader.equals(guarded) ? terms.millis() : 0;
  }

  /** A ballot has been promised: its candidate is left alone as a leader would be. */
  void onPromised(Ballot promised, long tick) {
    if (promised.isAbove(guarded)) {
      guarded = promised;
      endTick = tick + terms.guardTicks();
    }
  }

  /**
   * Tells whether a candidate must be refused though its ballot is high enough.
   *
   * @param released the ballot of a leader that has given up its lease and sends the candidate. By
   *     then all leases of lower ballots are over too. What an earlier life has acknowledged may be
   *     of a higher one
   */
  boolean refuses(NodeId candidate, Ballot released, long tick) {
    if (tick < bootEndTick) {
      return true;
    }
    return tick < endTick && !guarded.node().equals(candidate) && released.isBelow(guarded);
  }

  /** Tells whether this node must not campaign by itself. */
  boolean refusesSelf(long tick) {
    return refuses(self, Ballot.NONE, tick);
  }

  /** Returns the ballot guarded; {@link Ballot#NONE} if it is one of an earlier life. */
  Ballot guarded(long tick) {
    return tick < bootEndTick ? Ballot.NONE : guarded;
  }
}
