package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.DurableLog#compact}. Part of {@link
 * DurableLogConformance}. That a log drops anything at all is not checked: how much, and when, is
 * its own business.
 */
public interface LogCompactionConformance extends LogBench {

  /** "It must not drop a record of a higher slot." */
  @Test
  default void keepsEverySlotAboveTheOneCompacted() throws Exception {
    LogStorage storage = newStorage();
    List<LogRecord> above = new ArrayList<>();
    try (LogProbe log = LogProbe.open(this, storage)) {
      for (LogRecord record : CompactedLog.records()) {
        log.persist(record);
        if (CompactedLog.isAbove(record)) {
          above.add(record);
        }
      }
      log.compact(CompactedLog.THROUGH_SLOT);
    }

    List<LogRecord> found = LogProbe.replayOf(this, storage);
    assertEquals(above, found.stream().filter(CompactedLog::isAbove).toList());
  }

  /** "Nor that Compacted record or anything behind it." */
  @Test
  default void keepsTheRecordOfACompactionAndAllBehindIt() throws Exception {
    LogStorage storage = newStorage();
    List<LogRecord> records = CompactedLog.records();
    try (LogProbe log = CompactedLog.open(this, storage)) {
      log.compact(CompactedLog.THROUGH_SLOT);
      log.persist(SampleRecords.voted(3, 8, "voted late"));
    }

    List<LogRecord> found = LogProbe.replayOf(this, storage);
    int mark = found.indexOf(CompactedLog.MARK);
    assertTrue(mark >= 0, "the record that says so is found");
    List<LogRecord> behind =
        new ArrayList<>(records.subList(records.indexOf(CompactedLog.MARK), records.size()));
    behind.add(SampleRecords.voted(3, 8, "voted late"));
    assertEquals(behind, found.subList(mark, found.size()));
  }

  /** "Nor anything from the middle of what it replays." */
  @Test
  default void dropsFromTheFrontOnly() throws Exception {
    LogStorage storage = newStorage();
    List<LogRecord> records = CompactedLog.records();
    try (LogProbe log = CompactedLog.open(this, storage)) {
      log.compact(CompactedLog.THROUGH_SLOT);
    }

    List<LogRecord> found = LogProbe.replayOf(this, storage);
    assertTrue(found.size() <= records.size(), "nothing is added");
    assertEquals(records.subList(records.size() - found.size(), records.size()), found);
  }

  /** What is above the slot is read back as before, in this life of the log and in the next. */
  @Test
  default void readsBackWhatIsAboveTheSlotCompacted() throws Exception {
    LogStorage storage = newStorage();
    long first = CompactedLog.THROUGH_SLOT + 1;
    List<Decree> above = CompactedLog.decrees(first);
    try (LogProbe log = CompactedLog.open(this, storage)) {
      log.compact(CompactedLog.THROUGH_SLOT);
      assertEquals(above, log.read(first, CompactedLog.LAST_SLOT));
    }
    try (LogProbe log = LogProbe.open(this, storage)) {
      assertEquals(above, log.read(first, CompactedLog.LAST_SLOT), "after reopening");
    }
  }

  /** "Returns fewer decrees … where the next slot has no durable record": what was dropped. */
  @Test
  default void readsWhatMayHaveBeenDroppedOrNothing() throws Exception {
    try (LogProbe log = CompactedLog.open(this, newStorage())) {
      log.compact(CompactedLog.THROUGH_SLOT);
      for (long first = 1; first <= CompactedLog.THROUGH_SLOT; first++) {
        List<Decree> found = log.read(first, CompactedLog.LAST_SLOT);
        assertEquals(CompactedLog.decrees(first).subList(0, found.size()), found);
      }
    }
  }

  /** What a compaction leaves is as durable as it was. */
  @Test
  default void keepsThroughAKillWhatACompactionLeft() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = CompactedLog.open(this, storage)) {
      log.compact(CompactedLog.THROUGH_SLOT);
      CompactedLog.assertKeptBy(this, storage.afterKill());
    }
  }

  /** What a compaction leaves is as durable as it was. */
  @Test
  default void keepsThroughAPowerCutWhatACompactionLeft() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    try (LogProbe log = CompactedLog.open(this, storage)) {
      log.compact(CompactedLog.THROUGH_SLOT);
      CompactedLog.assertKeptBy(this, faults.afterPowerCut());
    }
  }

  /** A slot that is lower than one that was compacted, or the same again, changes nothing. */
  @Test
  default void takesALowerSlotForGranted() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = CompactedLog.open(this, storage)) {
      log.compact(CompactedLog.THROUGH_SLOT);
      log.compact(1);
      log.compact(CompactedLog.THROUGH_SLOT);
      CompactedLog.assertKeptBy(this, storage.afterKill());
    }
  }

  /** "Called by any thread", and so while another appends. */
  @Test
  default void compactsWhileRecordsAreAppended() throws Exception {
    LogStorage storage = newStorage();
    AtomicLong marked = new AtomicLong();
    long lastSlot = 60;
    try (LogProbe log = LogProbe.open(this, storage)) {
      CompletableFuture<Void> compacting =
          CompletableFuture.runAsync(() -> compactThrough(lastSlot - 5, marked, log));
      for (long slot = 1; slot <= lastSlot; slot++) {
        long through = slot - 5;
        log.append(new LogRecord.Learnt(slot, SampleRecords.decreeOfBytes(100_000)));
        if (slot % 10 == 0) {
          log.append(
              List.of(new LogRecord.Compacted(through), new LogRecord.ChosenThrough(slot)),
              () -> marked.set(through));
        }
      }
      log.await(compacting, "the log is compacted");
      log.persist();
      assertEquals(5, log.read(lastSlot - 4, lastSlot).size());
    }
    List<LogRecord> found = LogProbe.replayOf(this, storage);
    assertTrue(found.contains(new LogRecord.Compacted(lastSlot - 5)), "the last mark is there");
    assertEquals(new LogRecord.ChosenThrough(lastSlot), found.get(found.size() - 1));
  }

  private static void compactThrough(long lastSlot, AtomicLong marked, LogProbe log) {
    long deadlineNanos = System.nanoTime() + log.patience().toNanos();
    for (long through = 0; through < lastSlot; ) {
      assertTrue(System.nanoTime() < deadlineNanos, "appends become durable in time");
      if (marked.get() > through) {
        through = marked.get();
        log.compactNow(through);
      }
      Thread.onSpinWait();
    }
  }
}
