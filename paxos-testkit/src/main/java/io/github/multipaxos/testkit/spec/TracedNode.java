package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.Set;
import java.util.TreeSet;

/** What a trace has to remember of one node. */
final class TracedNode {

  private final Set<String> votes = new TreeSet<>();
  private final Set<String> durableVotes = new TreeSet<>();
  private long markedThrough;
  private boolean isRestarting;
  private LostSlots lost = LostSlots.NONE;

  void onAppended(LogRecord record) {
    if (record instanceof Voted voted) {
      votes.add(key(voted.slot(), voted.vote().ballot()));
    }
  }

  void onDurable(LogRecord record) {
    if (record instanceof Voted voted) {
      durableVotes.add(key(voted.slot(), voted.vote().ballot()));
    } else if (record instanceof ChosenThrough mark) {
      markedThrough = Math.max(markedThrough, mark.slot());
    }
  }

  /** The node starts again, and its log is being read. */
  void restart(LostSlots found) {
    isRestarting = true;
    lost = found;
  }

  /** Returns what was found to be lost at the latest start. */
  LostSlots lost() {
    return lost;
  }

  boolean isRestarting() {
    return isRestarting;
  }

  /** The log is read. Votes that were not durable were never cast. */
  void onRestarted() {
    isRestarting = false;
    votes.clear();
    votes.addAll(durableVotes);
  }

  boolean hasVoted(long slot, Ballot ballot) {
    return votes.contains(key(slot, ballot));
  }

  /** Returns the prefix that the log says is chosen. */
  long markedThrough() {
    return lost.isNone() ? markedThrough : lost.markedThrough();
  }

  private static String key(long slot, Ballot ballot) {
    return slot + " " + ballot;
  }
}
