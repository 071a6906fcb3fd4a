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
 * Checks {@link io.github.multipaxos.spi.DurableLog#read}. Part of {@link DurableLogConformance}.
 */
public interface LogReadingConformance extends LogBench {

  /** "Reads decrees of consecutive slots back, beginning with firstSlot." */
  @Test
  default void readsBackEveryKindOfDecree() throws Exception {
    LogStorage storage = newStorage();
    List<Decree> decrees = SampleRecords.everyDecree();
    try (LogProbe log = LogProbe.open(this, storage)) {
      for (int i = 0; i < decrees.size(); i++) {
        log.persist(new LogRecord.Learnt(i + 1, decrees.get(i)));
      }

      assertEquals(decrees, log.read(1, decrees.size()));
      assertEquals(decrees.subList(1, 3), log.read(2, 3));
    }
    try (LogProbe log = LogProbe.open(this, storage)) {
      assertEquals(decrees, log.read(1, decrees.size()), "after the log was opened again");
    }
  }

  /** "For each slot that of the latest Voted or Learnt." */
  @Test
  default void readsTheLatestDecreeOfASlot() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      log.persist(SampleRecords.voted(1, 1, "first"), SampleRecords.voted(2, 1, "second"));
      log.persist(SampleRecords.voted(1, 2, "voted again"));
      assertEquals(texts("voted again", "second"), log.read(1, 2));

      log.persist(new LogRecord.Learnt(1, SampleRecords.decree("learnt")));
      assertEquals(texts("learnt", "second"), log.read(1, 2));

      log.persist(SampleRecords.voted(1, 3, "voted last"), new LogRecord.ChosenThrough(2));
      assertEquals(texts("voted last", "second"), log.read(1, 2));
    }
    try (LogProbe log = LogProbe.open(this, storage)) {
      assertEquals(texts("voted last", "second"), log.read(1, 2), "after reopening");
    }
  }

  private static List<Decree> texts(String... texts) {
    List<Decree> decrees = new ArrayList<>();
    for (String text : texts) {
      decrees.add(SampleRecords.decree(text));
    }
    return decrees;
  }

  /** "Returns fewer decrees than asked for where the next slot has no durable record." */
  @Test
  default void stopsAtASlotWithoutARecord() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      log.persist(SampleRecords.voted(5), SampleRecords.voted(1), SampleRecords.voted(2));

      assertEquals(2, log.read(1, 5).size(), "slots 1 and 2, then a gap");
      assertEquals(List.of(), log.read(3, 5), "slot 3 has no record");
      assertEquals(1, log.read(5, 900).size(), "slot 5, then nothing");
      assertEquals(List.of(), log.read(6, 900), "above the last slot");
    }
  }

  /** "Where the next slot has no durable record": one that a sync has not covered is none. */
  @Test
  default void readsNothingThatIsNotDurable() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    try (LogProbe log = LogProbe.open(this, storage)) {
      log.persist(SampleRecords.voted(1));
      faults.stallSyncs();
      try {
        log.append(SampleRecords.voted(2));

        assertEquals(1, log.read(1, 2).size(), "slot 2 is not durable yet");
      } finally {
        faults.resumeSyncs();
      }
    }
  }

  /** "Or where the decrees returned would exceed maxBytes." */
  @Test
  default void keepsWithinTheBytesAskedFor() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      for (long slot = 1; slot <= 10; slot++) {
        log.append(new LogRecord.Learnt(slot, SampleRecords.decreeOfBytes(10_000)));
      }
      log.persist();

      assertEquals(3, log.read(1, 10, 35_000).size(), "three of 10,000 bytes fit into 35,000");
      assertEquals(10, log.read(1, 10, 200_000).size(), "all fit into 200,000");
    }
  }

  /** "But at least one, however large." */
  @Test
  default void readsOneDecreeHoweverLarge() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      for (long slot = 1; slot <= 2; slot++) {
        log.append(new LogRecord.Learnt(slot, SampleRecords.decreeOfBytes(1 << 20)));
      }
      log.persist();

      assertEquals(List.of(SampleRecords.decreeOfBytes(1 << 20)), log.read(1, 2, 1));
    }
  }

  /** "Called by any thread, at the same time as appends." */
  @Test
  default void readsWhileRecordsAreAppended() throws Exception {
    long slots = 300;
    AtomicLong durableThrough = new AtomicLong();
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> readThrough(slots, durableThrough, log));
      for (long slot = 1; slot <= slots; slot++) {
        long through = slot;
        log.append(List.of(SampleRecords.voted(slot)), () -> durableThrough.set(through));
      }

      log.await(reading, "everything appended has been read");
    }
  }

  private static void readThrough(long slots, AtomicLong durableThrough, LogProbe log) {
    long through = 0;
    long deadlineNanos = System.nanoTime() + log.patience().toNanos();
    while (through < slots) {
      assertTrue(System.nanoTime() < deadlineNanos, "appends become durable in time");
      through = durableThrough.get();
      assertEquals(SampleRecords.decreesThrough(through), log.readNow(1, through));
      Thread.onSpinWait();
    }
  }
}
