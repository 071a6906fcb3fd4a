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

  private final SortedMap<Long, Vote> votes = new TreeMap<>();
  private final SortedMap<Long, Decree> learnt = new TreeMap<>();

  /** Where a fetched snapshot stood in for decrees: the last slot before, and its own. */
  private final SortedMap<Long, Long> skips = new TreeMap<>();

  private Ballot promised = Ballot.NONE;
  private long settledThrough;
  private long firstRetained = 1;
  private long snapshotSlot;
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
      if (voted.slot() > settledThrough) {
        votes.put(voted.slot(), voted.vote());
      }
    } else if (record instanceof LogRecord.Learnt known) {
      if (known.slot() > settledThrough) {
        learnt.put(known.slot(), known.decree());
      }
    } else if (record instanceof LogRecord.ChosenThrough mark) {
      settle(mark.slot());
    } else if (record instanceof LogRecord.Installed installed) {
      if (installed.slot() > settledThrough) {
        skips.put(settledThrough, installed.slot());
      }
      settle(installed.slot());
    } else if (record instanceof LogRecord.Compacted compacted) {
      firstRetained = Math.max(firstRetained, compacted.throughSlot() + 1);
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
      votes.headMap(throughSlot + 1).clear();
      learnt.headMap(throughSlot + 1).clear();
    }
  }

  /** The state machine holds everything up to this slot, out of a snapshot. */
  public void restored(long slot) {
    snapshotSlot = slot;
    isSnapshotAhead = slot > settledThrough;
    if (isSnapshotAhead) {
      skips.put(settledThrough, slot);
    }
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
    for (var skip : skips.entrySet()) {
      if (skip.getValue() > snapshotSlot) { // what was skipped then is missing now
        return Math.max(snapshotSlot, skip.getKey());
      }
    }
    return settledThrough;
  }

  /**
   * Returns the last slot that is known to be chosen, with all below it. Above {@link
   * #chosenThrough} only if snapshots were lost.
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
    return Math.max(firstRetained, skips.isEmpty() ? 1 : skips.get(skips.lastKey()) + 1);
  }

  /** Returns the latest vote in each slot above {@link #settledThrough}. */
  public SortedMap<Long, Vote> votes() {
    return new TreeMap<>(votes);
  }

  /** Returns the decrees above {@link #settledThrough} that are known to be chosen. */
  public SortedMap<Long, Decree> learnt() {
    return new TreeMap<>(learnt);
  }
}
