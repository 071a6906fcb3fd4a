package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.DurableLog#close}. Part of {@link DurableLogConformance}.
 */
public interface LogClosingConformance extends LogBench {

  /** "Makes everything appended durable, runs the callbacks due." */
  @Test
  default void makesDurableAndVouchesForAllOnClosing() throws Exception {
    LogStorage storage = newStorage();
    List<LogRecord> records = SampleRecords.votedThrough(200);
    List<CompletableFuture<Void>> durable = new ArrayList<>();
    try (LogProbe log = LogProbe.open(this, storage)) {
      for (LogRecord record : records) {
        durable.add(log.append(record));
      }
      durable.add(log.append());

      log.closeNow();

      assertTrue(
          durable.stream().allMatch(CompletableFuture::isDone), "closing leaves no callback owing");
    }
    LogStorage left = storage.faults().isPresent() ? cut(storage) : storage.afterKill();
    assertEquals(records, LogProbe.replayOf(this, left), "a crash after closing loses nothing");
  }

  private LogStorage cut(LogStorage storage) throws Exception {
    return faultsOf(storage).afterPowerCut();
  }

  /** "Lets go of the log": another can be opened at once, in the same process. */
  @Test
  default void letsGoOnClosing() throws Exception {
    LogStorage storage = newStorage();
    for (int i = 0; i < 3; i++) {
      try (LogProbe log = LogProbe.open(this, storage)) {
        assertEquals(SampleRecords.votedThrough(i), log.replayed());
        log.append(SampleRecords.voted(i + 1));
      }
    }
  }
}
