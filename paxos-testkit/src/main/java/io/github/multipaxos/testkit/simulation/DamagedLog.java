package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import java.util.BitSet;
import java.util.List;

/**
 * Compares what a damaged log hands on with what was once written to it: a loss stands for any
 * number of records, and everything else must be there.
 */
final class DamagedLog {

  private final List<LogRecord> found;
  private final List<LogRecord> written;

  DamagedLog(List<LogRecord> found, List<LogRecord> written) {
    this.found = found;
    this.written = written;
  }

  /**
   * Returns how many of the records written are accounted for, at least so many; -1 if they cannot
   * be.
   *
   * @param mostDropped how many of the oldest may be missing without a word
   * @param fewest how many must be accounted for
   */
  int match(int mostDropped, int fewest) {
    BitSet through = new BitSet();
    through.set(0, mostDropped + 1);
    for (LogRecord record : found) {
      if (record instanceof Lost) {
        int first = through.nextSetBit(0);
        if (first >= 0) {
          through.set(first, written.size() + 1);
        }
      } else if (!(record instanceof Reached)) {
        through = behind(record, through);
      }
    }
    return through.nextSetBit(fewest);
  }

  private BitSet behind(LogRecord record, BitSet before) {
    BitSet after = new BitSet();
    for (int at = before.nextSetBit(0); at >= 0; at = before.nextSetBit(at + 1)) {
      if (at < written.size() && DurableMemory.isSame(written.get(at), record)) {
        after.set(at + 1);
      }
    }
    return after;
  }

  /** Returns how many records stand behind the last loss. */
  int intactBehindLoss() {
    int count = 0;
    for (LogRecord record : found) {
      boolean isLoss = record instanceof Lost || record instanceof Reached;
      count = isLoss ? 0 : count + 1;
    }
    return count;
  }
}
