package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node remembers when it starts: the fold of its log's records, oldest first. Keeps only
 * what lies above the chosen prefix, so that a long log takes no more memory than a short one.
 */
public final class Recovered {

  private final SortedMap<Long, Vote> votes = new TreeMap<>();
  private final SortedMap<Long, Decree> learnt = new TreeMap<>();
  private Ballot promised = Ballot.NONE;
  private long chosenThrough;

  /** Remembers nothing yet. */
  public Recovered() {}

  /** Takes the next record of the log. */
  public void add(LogRecord record) {
    if (record instanceof LogRecord.Promised promise) {
      raise(promise.ballot());
    } else if (record instanceof LogRecord.Voted voted) {
      raise(voted.vote().ballot());
      if (voted.slot() > chosenThrough) {
        votes.put(voted.slot(), voted.vote());
      }
    } else if (record instanceof LogRecord.Learnt known) {
      if (known.slot() > chosenThrough) {
        learnt.put(known.slot(), known.decree());
      }
    } else if (record instanceof LogRecord.ChosenThrough mark) {
      cover(mark.slot());
    }
  }

  private void raise(Ballot ballot) {
    if (promised.isBelow(ballot)) {
      promised = ballot;
    }
  }

  private void cover(long throughSlot) {
    if (throughSlot > chosenThrough) {
      chosenThrough = throughSlot;
      votes.headMap(throughSlot + 1).clear();
      learnt.headMap(throughSlot + 1).clear();
    }
  }

  /** Returns the highest ballot promised, by a promise or by a vote. */
  public Ballot promised() {
    return promised;
  }

  /** Returns the last slot of the prefix that the log itself says is chosen; 0 for none. */
  public long chosenThrough() {
    return chosenThrough;
  }

  /** Returns the latest vote in each slot above the prefix. */
  public SortedMap<Long, Vote> votes() {
    return new TreeMap<>(votes);
  }

  /** Returns the decrees above the prefix that are known to be chosen. */
  public SortedMap<Long, Decree> learnt() {
    return new TreeMap<>(learnt);
  }
}
