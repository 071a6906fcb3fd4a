package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Checks what a log does when it can promise no more. Every check needs {@link StorageFaults}. Part
 * of {@link DurableLogConformance}.
 */
public interface LogFailureConformance extends LogBench {

  /** "Tells its FailureListener", "at most once", with "a sentence that … says what happened". */
  @Test
  default void reportsAFailureOnce() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    int failures;
    LogProbe log = LogProbe.open(this, storage);
    try {
      faults.failNextSync();
      log.append(SampleRecords.voted(1));
      assertFalse(log.awaitFailure().isBlank(), "a failure has a reason");
      log.append(SampleRecords.voted(2));
      faults.failNextSync();
      log.append(SampleRecords.voted(3));
    } finally {
      closeFailed(log);
    }
    failures = log.failures();
    assertEquals(1, failures, "the listener is called once");
  }

  /** "And never runs another callback." */
  @Test
  default void runsNoCallbackAfterAFailure() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    List<CompletableFuture<Void>> durable = new ArrayList<>();
    LogProbe log = LogProbe.open(this, storage);
    try {
      log.persist(SampleRecords.voted(1));
      faults.failNextSync();
      durable.add(log.append(SampleRecords.voted(2)));
      log.awaitFailure();
      durable.add(log.append(SampleRecords.voted(3)));
      durable.add(log.append());
    } finally {
      closeFailed(log);
    }

    assertTrue(
        durable.stream().noneMatch(CompletableFuture::isDone),
        "a log whose sync has failed can vouch for nothing");
  }

  /** "It does not throw." */
  @Test
  default void takesAppendsInSilenceAfterAFailure() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    LogProbe log = LogProbe.open(this, storage);
    try {
      faults.failNextSync();
      log.append(SampleRecords.voted(1));
      log.awaitFailure();

      for (int i = 0; i < 10; i++) {
        log.append(SampleRecords.voted(2));
        log.append();
      }
    } finally {
      closeFailed(log);
    }
  }

  /** "After a failure it ignores further records." What it vouched for before, it keeps. */
  @Test
  default void keepsWhatItVouchedForAndIgnoresWhatFollowsAFailure() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    LogProbe log = LogProbe.open(this, storage);
    try {
      log.persist(SampleRecords.votedThrough(3));
      faults.failNextSync();
      log.append(SampleRecords.voted(4));
      log.awaitFailure();
      log.append(SampleRecords.voted(5));
    } finally {
      closeFailed(log);
    }

    List<LogRecord> found = LogProbe.replayOf(this, storage);
    assertTrue(found.size() == 3 || found.size() == 4, "found " + found);
    assertEquals(SampleRecords.votedThrough(found.size()), found, "the fourth may be there or not");
  }

  /** A log that failed may say so once more when it is closed. */
  private static void closeFailed(LogProbe log) {
    try {
      log.close();
    } catch (IOException e) {
      // it cannot make everything durable, so it may throw
    }
  }
}
