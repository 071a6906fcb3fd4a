package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of several megabytes, with a vote far above all others in the midst of those that may go.
 */
final class CompactedLog {

  static final long THROUGH_SLOT = 30;
  static final long LAST_SLOT = 40;
  static final LogRecord MARK = new LogRecord.Compacted(THROUGH_SLOT);

  private static final long FAR_ABOVE = 1000;
  private static final int BYTES = 100_000;

  private CompactedLog() {}

  static List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    for (long slot = 1; slot <= LAST_SLOT; slot++) {
      records.add(new LogRecord.Voted(slot, new Vote(SampleRecords.ballot(1, 1), decree(slot))));
      if (slot == 25) {
        records.add(SampleRecords.voted(FAR_ABOVE));
      }
    }
    records.add(MARK);
    records.add(new LogRecord.Promised(SampleRecords.ballot(9, 2)));
    records.add(new LogRecord.ChosenThrough(THROUGH_SLOT + 1));
    return records;
  }

  private static Decree decree(long slot) {
    return SampleRecords.decreeOfBytes(BYTES + (int) slot);
  }

  static List<Decree> decrees(long firstSlot) {
    List<Decree> decrees = new ArrayList<>();
    for (long slot = firstSlot; slot <= LAST_SLOT; slot++) {
      decrees.add(decree(slot));
    }
    return decrees;
  }

  static boolean isAbove(LogRecord record) {
    return record instanceof LogRecord.Voted voted && voted.slot() > THROUGH_SLOT;
  }

  /** Writes the log. To be compacted by the check. */
  static LogProbe open(LogBench bench, LogStorage storage) throws Exception {
    LogProbe log = LogProbe.open(bench, storage);
    for (LogRecord record : records()) {
      log.persist(record);
    }
    return log;
  }

  static void assertKeptBy(LogBench bench, LogStorage storage) throws Exception {
    List<LogRecord> found = LogProbe.replayOf(bench, storage);
    List<LogRecord> records = records();
    assertTrue(found.contains(MARK), "the record that says so is found");
    assertEquals(records.subList(records.size() - found.size(), records.size()), found);
  }
}
