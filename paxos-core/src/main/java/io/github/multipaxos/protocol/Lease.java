package io.github.multipaxos.protocol;

import java.util.TreeMap;

/**
 * Rule R4. Until when a leader may be sure that nobody else leads: so long after it has
 * <em>sent</em> a round that an accept quorum has acknowledged and guards. When the answers arrived
 * does not matter, for each follower's guard began at some time after the round was sent.
 */
final class Lease {

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final LeaseTerms terms;
  private final PeerProgress peers;
  private final TreeMap<Long, Long> tickByRound = new TreeMap<>(); // of each tick's first round
  private long confirmedTick = NEVER;
  private boolean isSurrendered;

  Lease(LeaseTerms terms, PeerProgress peers) {
    this.terms = terms;
    this.peers = peers;
  }

  /** A round has been sent. Later ones of the same tick are as good as its first. */
  void onRound(long round, long tick) {
    if (!terms.isOn() || isSurrendered) {
      return;
    }
    while (!tickByRound.isEmpty() && tick - tickByRound.firstEntry().getValue() >= held()) {
      tickByRound.pollFirstEntry();
    }
    if (tickByRound.isEmpty() || tickByRound.lastEntry().getValue() < tick) {
      tickByRound.put(round, tick);
    }
    onAcknowledged(); // a leader that is a quorum by itself need not wait
  }

  private int held() {
    return Math.max(1, terms.holdTicks());
  }

  /** Somebody has acknowledged a round: the latest one that a quorum guards counts. */
  void onAcknowledged() {
    for (var sent : tickByRound.descendingMap().entrySet()) {
      if (peers.isGuarded(sent.getKey())) {
        confirmedTick = sent.getValue();
        tickByRound.headMap(sent.getKey(), true).clear();
        return;
      }
    }
  }

  /** Rule R6. The clock may not be trusted: no round sent before now counts any more. */
  void lose() {
    tickByRound.clear();
    confirmedTick = NEVER;
  }

  /**
   * Rule R7. Another node is about to be asked to lead, past all guards. The question may arrive at
   * any time, so in this ballot there is no lease again.
   */
  void surrender() {
    isSurrendered = true;
    lose();
  }

  boolean isHeld(long tick) {
    return tick < endTick();
  }

  /** Returns the first tick in which the lease is no longer held. */
  long endTick() {
    return confirmedTick + terms.holdTicks();
  }
}
