package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.record.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.DurableLog#append} while all goes well. Part of {@link
 * DurableLogConformance}.
 */
public interface LogAppendingConformance extends LogBench {

  /** "Callbacks run … in the order of the calls." */
  @Test
  default void runsCallbacksInTheOrderOfTheCalls() throws Exception {
    int appends = 500;
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      for (int i = 0; i < appends; i++) {
        int number = i;
        List<LogRecord> records = i % 7 == 0 ? List.of() : List.of(SampleRecords.voted(i + 1));
        log.append(records, () -> ran.add(number));
      }
      log.persist();

      assertEquals(IntStream.range(0, appends).boxed().toList(), List.copyOf(ran));
    }
  }

  /** "Callbacks run one at a time." */
  @Test
  default void runsCallbacksOneAtATime() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    CompletableFuture<Boolean> overlapped = new CompletableFuture<>();
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      log.append(
          List.of(SampleRecords.voted(1)),
          () -> overlapped.complete(happensWithin(second, Duration.ofMillis(500))));
      log.append(List.of(SampleRecords.voted(2)), second::countDown);
      log.persist(SampleRecords.voted(3));

      assertFalse(
          log.await(overlapped, "the first callback ends"), "a callback ran during another");
    }
  }

  private static boolean happensWithin(CountDownLatch latch, Duration duration) {
    try {
      return latch.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** "On a thread of the log's." */
  @Test
  default void runsCallbacksOnAThreadOfItsOwn() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      for (List<LogRecord> records : List.of(SampleRecords.votedThrough(1), List.<LogRecord>of())) {
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        log.append(records, () -> ranOn.complete(Thread.currentThread()));

        assertNotSame(Thread.currentThread(), log.await(ranOn, "a callback runs"));
      }
    }
  }

  /** "Runs when all of them, and all appended before, would survive": a kill, to begin with. */
  @Test
  default void keepsThroughAKillWhatACallbackVouchedFor() throws Exception {
    LogStorage storage = newStorage();
    keepsWhatWasVouchedFor(storage, storage::afterKill);
  }

  /** "Runs when all of them, and all appended before, would survive a power cut." */
  @Test
  default void keepsThroughAPowerCutWhatACallbackVouchedFor() throws Exception {
    LogStorage storage = newStorage();
    keepsWhatWasVouchedFor(storage, faultsOf(storage)::afterPowerCut);
  }

  private void keepsWhatWasVouchedFor(LogStorage storage, Crash crash) throws Exception {
    List<LogRecord> appended = SampleRecords.votedThrough(60);
    List<CompletableFuture<LogStorage>> crashed = new ArrayList<>();
    try (LogProbe log = LogProbe.open(this, storage)) {
      for (int first = 0; first < appended.size(); first += 3) {
        CompletableFuture<LogStorage> left = new CompletableFuture<>();
        crashed.add(left);
        log.append(appended.subList(first, first + 3), () -> crash(crash, left));
      }
      int vouchedFor = 0;
      for (CompletableFuture<LogStorage> left : crashed) {
        vouchedFor += 3;
        LogStorage found = log.await(left, "the callback of an append runs");
        assertSurvived(appended, vouchedFor, LogProbe.replayOf(this, found));
      }
    }
  }

  private static void crash(Crash crash, CompletableFuture<LogStorage> left) {
    try {
      left.complete(crash.storageLeft());
    } catch (Exception e) {
      left.completeExceptionally(e);
    }
  }

  private static void assertSurvived(
      List<LogRecord> appended, int vouchedFor, List<LogRecord> found) {
    assertTrue(
        found.size() >= vouchedFor,
        "the log vouched for " + vouchedFor + " records, and a crash left " + found.size());
    assertEquals(
        appended.subList(0, found.size()),
        found,
        "what a crash leaves is a prefix of what was said");
  }

  /** What is appended after a crash follows what the crash left, and is found with it. */
  @Test
  default void goesOnBehindWhatACrashLeft() throws Exception {
    LogStorage storage = newStorage();
    LogStorage left;
    try (LogProbe log = LogProbe.open(this, storage)) {
      log.persist(SampleRecords.votedThrough(2));
      log.append(SampleRecords.voted(3));
      left = storage.afterKill();
    }
    List<LogRecord> expected = new ArrayList<>();
    try (LogProbe log = LogProbe.open(this, left)) {
      expected.addAll(log.replayed());
      log.persist(SampleRecords.voted(9));
      expected.add(SampleRecords.voted(9));
    }

    assertEquals(expected, LogProbe.replayOf(this, left));
    assertEquals(expected, LogProbe.replayOf(this, left.afterKill()));
  }

  /** "With no records the callback runs after those of earlier calls." */
  @Test
  default void runsTheCallbackOfAnEmptyAppendAfterThoseBefore() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    try (LogProbe log = LogProbe.open(this, storage)) {
      CompletableFuture<Void> full;
      CompletableFuture<Boolean> inOrder = new CompletableFuture<>();
      faults.stallSyncs();
      try {
        full = log.append(SampleRecords.voted(1));
        log.append(List.of(), () -> inOrder.complete(full.isDone()));
      } finally {
        faults.resumeSyncs();
      }

      assertTrue(log.await(inOrder, "the callback of an empty append runs"));
    }
  }

  /**
   * "Without a sync of its own." A log that syncs for its own reasons when it is idle may happen to
   * do so just as the disk stalls; it does not happen every time.
   */
  @Test
  default void needsNoSyncForAnEmptyAppend() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    try (LogProbe log = LogProbe.open(this, storage)) {
      boolean ran = false;
      for (int attempt = 0; attempt < 5 && !ran; attempt++) {
        log.persist(SampleRecords.voted(1));
        faults.stallSyncs();
        try {
          CountDownLatch empty = new CountDownLatch(1);
          log.append(List.of(), empty::countDown);
          ran = happensWithin(empty, patience().dividedBy(5));
        } finally {
          faults.resumeSyncs();
        }
      }

      assertTrue(ran, "an empty append waits for a disk that hangs, though all before is durable");
    }
  }

  /**
   * "Returns without waiting for the disk … able to take what is appended while a sync is under
   * way."
   */
  @Test
  default void takesRecordsWhileTheDiskHangs() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    List<LogRecord> records = SampleRecords.votedThrough(100);
    try (LogProbe log = LogProbe.open(this, storage)) {
      List<CompletableFuture<Void>> durable = new ArrayList<>();
      faults.stallSyncs();
      try {
        assertTimeoutPreemptively(
            patience(),
            () -> records.forEach(record -> durable.add(log.append(record))),
            "append waits for a disk that hangs");
        assertTrue(durable.stream().noneMatch(CompletableFuture::isDone), "nothing is durable yet");
      } finally {
        faults.resumeSyncs();
      }
      for (CompletableFuture<Void> each : durable) {
        log.awaitDurable(each);
      }
    }
    assertEquals(records, LogProbe.replayOf(this, storage));
  }
}
