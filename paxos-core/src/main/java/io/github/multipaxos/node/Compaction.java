package io.github.multipaxos.node;

import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Has the log let go of what snapshots hold (rule L8), away from the threads that are waited for.
 */
final class Compaction {

  private final DurableLog log;
  private final FailStop failStop;
  private final Executor reader;

  Compaction(DurableLog log, FailStop failStop, Executor reader) {
    this.log = log;
    this.failStop = failStop;
    this.reader = reader;
  }

  void compact(long throughSlot) {
    try {
      reader.execute(() -> compactNow(throughSlot));
    } catch (RejectedExecutionException e) {
      // The node is closing; the next one lets go of as much.
    }
  }

  private void compactNow(long throughSlot) {
    try {
      log.compact(throughSlot);
    } catch (IOException e) {
      failStop.fail(
          "cannot compact the log through slot " + throughSlot + ": " + e.getMessage(), e);
    }
  }
}
