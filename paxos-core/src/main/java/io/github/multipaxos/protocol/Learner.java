package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows what is chosen: a prefix without gaps, which it hands out in slot order, and single decrees
 * above it (rule L2).
 */
final class Learner {

  private final Outbox outbox;
  private final int markTicks;
  private final TreeMap<Long, Decree> ahead;
  private final Gaps gaps;
  private final long heldThrough;
  private List<Effects.Chosen> fresh = new ArrayList<>();
  private long chosenThrough;
  private long settledThrough;
  private long markedThrough;
  private long seenThrough;
  private long grownTick;
  private Ballot watermarkBallot = Ballot.NONE;
  private long watermark;

  Learner(ReplicaConfig config, Outbox outbox, Recovered recovered) {
    this.outbox = outbox;
    this.markTicks = config.heartbeatTicks();
    this.chosenThrough = recovered.chosenThrough();
    this.settledThrough = recovered.settledThrough();
    this.markedThrough = settledThrough;
    this.ahead = new TreeMap<>(recovered.learnt());
    this.gaps = recovered.gaps();
    this.heldThrough = recovered.heldThrough();
    if (recovered.isSnapshotAhead()) { // rule L7: a later life may lack the snapshot
      outbox.persist(new LogRecord.Installed(recovered.snapshotSlot()));
    }
    extend();
  }

  /** Returns the last slot of the gap-free prefix; 0 for none. */
  long chosenThrough() {
    return chosenThrough;
  }

  /**
   * Returns the last slot of the first gap: from the slot above the prefix up to the one below the
   * next decree already known or held by the log, or up to {@code through} if none is.
   */
  long gapThrough(long through) {
    long known = ahead.isEmpty() ? through : Math.min(through, ahead.firstKey() - 1);
    return chosenThrough < heldThrough ? Math.min(known, gaps.throughOf(chosenThrough + 1)) : known;
  }

  /**
   * Returns the last slot known to be chosen with all below it. Above {@link #chosenThrough} only
   * on a node that has lost a snapshot or records: it knows that those are chosen, and not what
   * (rules L7 and L11).
   */
  long settledThrough() {
    return Math.max(settledThrough, chosenThrough);
  }

  /** Tells whether the slot is known to be chosen, even if its decree is not known. */
  boolean isSettled(long slot) {
    return slot <= settledThrough || knows(slot);
  }

  boolean knows(long slot) {
    return slot <= chosenThrough || ahead.containsKey(slot);
  }

  /** Returns a view of the decrees known above the prefix, each above a gap. */
  SortedMap<Long, Decree> ahead() {
    return Collections.unmodifiableSortedMap(ahead);
  }

  /**
   * Rule L1. A leader says that every slot up to {@code through} is chosen. That is no more than a
   * slot number: it is believed only of slots where this node's own vote was cast in that leader's
   * ballot, for an older vote may be for another decree.
   *
   * @param votes this node's votes above the prefix
   */
  void onWatermark(Ballot ballot, long through, SortedMap<Long, Vote> votes) {
    if (ballot.isBelow(watermarkBallot)) {
      return;
    }
    boolean isSameLeader = ballot.equals(watermarkBallot);
    watermark = isSameLeader ? Math.max(watermark, through) : through;
    watermarkBallot = ballot;
    if (watermark <= chosenThrough) {
      return;
    }
    for (var entry : votes.headMap(watermark + 1).entrySet()) {
      if (entry.getValue().ballot().equals(ballot)) {
        learn(entry.getKey(), entry.getValue().decree());
      }
    }
  }

  /** Rule L1, the other way round: the vote comes after the watermark that covers it. */
  void onVote(long slot, Vote vote) {
    if (slot <= watermark && vote.ballot().equals(watermarkBallot)) {
      learn(slot, vote.decree());
    }
  }

  /**
   * A decree is chosen, by a quorum's votes or by a peer's word. Learning twice changes nothing.
   */
  void learn(long slot, Decree decree) {
    if (slot <= chosenThrough) {
      return;
    }
    Decree known = ahead.putIfAbsent(slot, decree);
    if (known != null && !known.equals(decree)) { // rule L3
      throw new SafetyViolation(
          "two decrees were chosen in slot " + slot + ": " + known + " and " + decree);
    }
    extend();
  }

  /**
   * Rule L4. As {@link #learn}, of a decree that this node's latest vote may not hold: it is
   * recorded, so that the log has every slot of the prefix.
   */
  void learnFromPeer(long slot, Decree decree, @Nullable Vote vote) {
    if (knows(slot)) {
      learn(slot, decree); // compares
      return;
    }
    if (slot <= settledThrough || vote == null || !vote.decree().equals(decree)) {
      outbox.persist(new LogRecord.Learnt(slot, decree));
    }
    learn(slot, decree);
  }

  private void extend() {
    do {
      Decree next = ahead.remove(chosenThrough + 1);
      while (next != null) {
        chosenThrough++;
        fresh.add(new Effects.Chosen(chosenThrough, next));
        next = ahead.remove(chosenThrough + 1);
      }
    } while (resume());
  }

  /** Rule L11. Behind a gap that is closed, what the log holds joins the prefix as it is. */
  private boolean resume() {
    long through = Math.min(heldThrough, gaps.firstAbove(chosenThrough) - 1);
    if (through <= chosenThrough) {
      return false;
    }
    outbox.notice(new Notice.Resumes(chosenThrough + 1, through));
    outbox.task(new SnapshotTask.Resume(chosenThrough + 1, through));
    chosenThrough = through;
    ahead.headMap(through + 1).clear();
    return true;
  }

  /**
   * Rule L7. A snapshot stands in for every decree up to its slot. Votes and decrees above it stay
   * as they are. Returns false if that is nothing new.
   */
  boolean install(long slot) {
    if (slot <= chosenThrough) {
      return false;
    }
    outbox.persist(new LogRecord.Installed(slot));
    ahead.headMap(slot + 1).clear();
    fresh.clear(); // the state machine gets the snapshot instead
    chosenThrough = slot;
    settledThrough = Math.max(settledThrough, slot);
    markedThrough = Math.max(markedThrough, slot);
    extend();
    return true;
  }

  /** Rule L8. Writes down how far the prefix reaches, whatever has been written of it before. */
  void markAgain() {
    outbox.persist(new LogRecord.ChosenThrough(settledThrough()));
    markedThrough = settledThrough();
  }

  /** Returns what has joined the prefix since the last call, in slot order. */
  List<Effects.Chosen> takeChosen() {
    if (fresh.isEmpty()) {
      return List.of();
    }
    List<Effects.Chosen> taken = fresh;
    fresh = new ArrayList<>();
    return taken;
  }

  /**
   * Writes down how far the prefix reaches, so that a restarted node need not ask: along with other
   * records, which costs nothing, or by itself once in a while.
   */
  void mark(long tick) {
    if (chosenThrough > seenThrough) {
      seenThrough = chosenThrough;
      grownTick = tick;
    }
    boolean isDue = outbox.persistsAnything() || tick - grownTick >= markTicks;
    if (chosenThrough > markedThrough && isDue) {
      markedThrough = chosenThrough;
      outbox.persist(new LogRecord.ChosenThrough(chosenThrough));
    }
  }
}
