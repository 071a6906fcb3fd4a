package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.record.LogRecord;
import java.util.List;

/** Says what a log in memory may drop when it is compacted (rule L8). */
public final class Droppable {

  private Droppable() {}

  /**
   * Returns how many records, oldest first, speak of no slot above this one and come before the
   * record that says so of the log.
   */
  public static int count(List<LogRecord> records, long throughSlot) {
    int count = 0;
    int lost = 0; // what is lost goes with the record that bounds it, or not at all
    while (count < records.size() && isDroppable(records.get(count), throughSlot)) {
      lost = records.get(count) instanceof LogRecord.Lost ? lost + 1 : 0;
      count++;
    }
    return count - lost;
  }

  private static boolean isDroppable(LogRecord record, long throughSlot) {
    if (record instanceof LogRecord.Voted voted) {
      return voted.slot() <= throughSlot;
    } else if (record instanceof LogRecord.Learnt learnt) {
      return learnt.slot() <= throughSlot;
    } else if (record instanceof LogRecord.Compacted compacted) {
      return compacted.throughSlot() < throughSlot;
    } else if (record instanceof LogRecord.Reached reached) {
      return reached.votedThrough() <= throughSlot && reached.compactedThrough() < throughSlot;
    }
    return true;
  }
}
