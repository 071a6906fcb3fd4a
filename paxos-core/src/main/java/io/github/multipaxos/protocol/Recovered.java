package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node remembers when it starts: the fold of its log's records, oldest first, and the slot
 * of the snapshot that its state machine was restored from. Keeps only what lies above what is
 * known to be chosen, so that a long log takes no more memory than a short one.
 */
public final class Recovered {

  private final ReplayedVotes votes = new ReplayedVotes();
  private final SortedMap<Long, Decree> learnt = new TreeMap<>();

  /** What the log lacks, above and below what is settled. */
  private final Gaps gaps = new Gaps();

  private Ballot promised = Ballot.NONE;
  private long settledThrough;
  private long firstRetained = 1;
  private long snapshotSlot;
  private long faultyThrough;
  private boolean isReachedAwaited;
  private boolean isAdmitted = true;
  private boolean isSnapshotAhead;

  /** Remembers nothing yet. */
  public Recovered() {}

  /** Takes the next record of the log. */
  public void add(LogRecord record) {
    if (record instanceof LogRecord.Promised promise) {
      raise(promise.ballot());
    } else if (record instanceof LogRecord.Voted voted) {
      raise(voted.vote().ballot());
      onVote(voted);
    } else if (record instanceof LogRecord.Learnt known) {
      gaps.remove(known.slot());
      if (known.slot() > settledThrough) {
        learnt.put(known.slot(), known.decree());
      }
    } else if (record instanceof LogRecord.ChosenThrough mark) {
      fillGaps(mark.slot());
      settle(mark.slot());
    } else {
      addRare(record);
    }
  }

  /** The votes up to that slot are for what was chosen. */
  private void fillGaps(long throughSlot) {
    if (!gaps.isEmpty()) {
      votes.forEachThrough(throughSlot, gaps::remove);
    }
  }

  /**
   * Rule D5. A node does not vote in a slot of which it knows what is chosen (rule A7). If it has,
   * it had lost that knowledge at the time, and the record can be read again since: so the vote may
   * be for another decree, and stands where the log is asked for the chosen one.
   */
  private void onVote(LogRecord.Voted voted) {
    boolean isSettled = voted.slot() <= settledThrough;
    if (isSettled || learnt.remove(voted.slot()) != null) {
      gaps.add(voted.slot(), voted.slot());
    }
    if (!isSettled) {
      votes.add(voted.slot(), voted.vote());
    }
  }

  private void addRare(LogRecord record) {
    if (record instanceof LogRecord.Installed installed) {
      gaps.add(settledThrough + 1, installed.slot());
      settle(installed.slot());
    } else if (record instanceof LogRecord.Compacted compacted) {
      firstRetained = Math.max(firstRetained, compacted.throughSlot() + 1);
      gaps.removeThrough(compacted.throughSlot());
    } else if (record instanceof LogRecord.Lost) {
      lose();
    } else if (record instanceof LogRecord.Reached reached) {
      reach(reached);
    }
  }

  /**
   * Rule D5. A vote held above what is settled may have been superseded by one that is lost, so it
   * is not believed any more; a decree that is known to be chosen stays so.
   */
  private void lose() {
    isReachedAwaited = true;
    votes.clear();
    gaps.add(settledThrough + 1, Long.MAX_VALUE);
    learnt.keySet().forEach(gaps::remove);
  }

  /** Rule D6. Ends what {@link #lose} has begun. */
  private void reach(LogRecord.Reached reached) {
    raise(reached.promised());
    if (isReachedAwaited) {
      isReachedAwaited = false;
      firstRetained = Math.max(firstRetained, reached.compactedThrough() + 1);
      gaps.removeAbove(reached.votedThrough());
      faultyThrough = Math.max(faultyThrough, reached.votedThrough());
    }
  }

  /** Says that this memory is new and has not been vouched for yet (rule N4). */
  public void awaitAdmission() {
    isAdmitted = false;
  }

  private void raise(Ballot ballot) {
    if (promised.isBelow(ballot)) {
      promised = ballot;
    }
  }

  private void settle(long throughSlot) {
    if (throughSlot > settledThrough) {
      settledThrough = throughSlot;
      votes.removeThrough(throughSlot);
      learnt.headMap(throughSlot + 1).clear();
    }
  }

  /** The state machine holds everything up to this slot, out of a snapshot. */
  public void restored(long slot) {
    snapshotSlot = slot;
    isSnapshotAhead = slot > settledThrough;
    gaps.add(settledThrough + 1, slot);
    settle(slot);
  }

  /**
   * Tells whether the snapshot reaches further than the log knows anything to be chosen. Where the
   * power went before the log had been synced, or before an {@link LogRecord.Installed} was
   * written, the log may hold votes in between that were never chosen (rule L7).
   */
  public boolean isSnapshotAhead() {
    return isSnapshotAhead;
  }

  /** Returns the highest ballot promised, by a promise or by a vote. */
  public Ballot promised() {
    if (isReachedAwaited) {
      throw new IllegalStateException(
          "the log lacks records and does not say what they can have promised (rule D6)");
    }
    return promised;
  }

  /** Tells whether the node may vote on what it remembers. */
  public boolean isAdmitted() {
    return isAdmitted;
  }

  /**
   * Returns the last slot of the prefix that this node holds: in the snapshot, or with chosen
   * decrees in the log from there on; 0 for none.
   */
  public long chosenThrough() {
    if (firstRetained > snapshotSlot + 1) {
      return snapshotSlot; // the log does not reach back to the snapshot
    }
    return Math.min(settledThrough, gaps.firstAbove(snapshotSlot) - 1);
  }

  /**
   * Rule L11. Returns the last slot up to which the log holds every decree above {@link
   * #chosenThrough} but for those in the gaps.
   */
  long heldThrough() {
    return firstRetained > snapshotSlot + 1 ? 0 : settledThrough;
  }

  /**
   * Returns the last slot up to {@link #settledThrough} whose decree the log lacks, because a
   * snapshot stood for it or because it is lost; 0 if it lacks none.
   */
  public long lacksThrough() {
    return gaps.lastThrough(settledThrough);
  }

  /** Returns the slots whose decrees the log lacks. */
  Gaps gaps() {
    return gaps.copy();
  }

  /**
   * Rule A8. Returns the last slot in which a vote may have been lost; 0 if none above {@link
   * #settledThrough} can have been.
   */
  public long faultyThrough() {
    return faultyThrough > settledThrough ? faultyThrough : 0;
  }

  /**
   * Returns the last slot that is known to be chosen, with all below it. Above {@link
   * #chosenThrough} only if snapshots or records were lost.
   */
  public long settledThrough() {
    return settledThrough;
  }

  /** Returns the slot of the snapshot that the state machine was restored from; 0 for none. */
  public long snapshotSlot() {
    return snapshotSlot;
  }

  /** Returns the first slot whose decree the log may be asked for. */
  public long firstRetained() {
    return Math.max(firstRetained, gaps.lastThrough(chosenThrough()) + 1);
  }

  /** Returns the latest vote in each slot above {@link #settledThrough}. */
  public SortedMap<Long, Vote> votes() {
    return votes.latest();
  }

  /** Returns the decrees above {@link #settledThrough} that are known to be chosen. */
  public SortedMap<Long, Decree> learnt() {
    return new TreeMap<>(learnt);
  }
}
