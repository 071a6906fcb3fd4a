package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rules D5 and A8: of which slots a node that starts again has lost its votes.
 *
 * @param slots those slots
 * @param learnt those of them that it has learnt otherwise
 * @param markedThrough the prefix that the log still says is chosen
 */
record LostSlots(List<String> slots, List<String> learnt, long markedThrough) {

  static final LostSlots NONE = new LostSlots(List.of(), List.of(), 0);

  /** Reads a log from its beginning. A loss takes every vote above the prefix marked before it. */
  static LostSlots in(List<LogRecord> found) {
    SortedSet<Long> voted = new TreeSet<>();
    SortedSet<Long> learnt = new TreeSet<>();
    long markedThrough = 0;
    long lostThrough = 0;
    for (LogRecord record : found) {
      if (record instanceof Voted vote) {
        voted.add(vote.slot());
      } else if (record instanceof Learnt known) {
        learnt.add(known.slot());
      } else if (record instanceof ChosenThrough mark) {
        markedThrough = Math.max(markedThrough, mark.slot());
      } else if (record instanceof Lost) {
        voted.tailSet(markedThrough + 1).clear();
      } else if (record instanceof Reached reached) {
        lostThrough = Math.max(lostThrough, reached.votedThrough());
      }
    }
    List<String> slots = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (long slot = 1; slot <= lostThrough; slot++) {
      if (!voted.contains(slot)) {
        slots.add(Long.toString(slot));
        if (learnt.contains(slot)) {
          kept.add(Long.toString(slot));
        }
      }
    }
    return new LostSlots(slots, kept, markedThrough);
  }

  boolean isNone() {
    return slots.isEmpty();
  }
}
