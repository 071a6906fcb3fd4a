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
    while (count < records.size() && isDroppable(records.get(count), throughSlot)) {
      count++;
    }
    return count;
  }

  private static boolean isDroppable(LogRecord record, long throughSlot) {
    if (record instanceof LogRecord.Voted voted) {
      return voted.slot() <= throughSlot;
    } else if (record instanceof LogRecord.Learnt learnt) {
      return learnt.slot() <= throughSlot;
    } else if (record instanceof LogRecord.Compacted compacted) {
      return compacted.throughSlot() < throughSlot;
    }
    return true;
  }
}
