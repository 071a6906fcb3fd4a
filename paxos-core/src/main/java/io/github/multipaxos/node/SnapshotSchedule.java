package io.github.multipaxos.node;

import io.github.multipaxos.RejectedException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when to take a snapshot: when enough has been applied since the last, or when somebody asks
 * for one. One is written at a time. Any thread asks; all else is the apply thread's.
 */
final class SnapshotSchedule {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.multipaxos.node");

  private final long everyBytes;
  private CompletableFuture<Long> writing = CompletableFuture.completedFuture(0L);
  private long bytes;
  private volatile @Nullable CompletableFuture<Long> asked;

  /**
   * Begins to count.
   *
   * @param everyBytes after how many bytes of decrees; 0 for never
   */
  SnapshotSchedule(long everyBytes) {
    this.everyBytes = everyBytes;
  }

  /** Asks for a snapshot. Whoever asks before it is begun shares it. */
  synchronized CompletableFuture<Long> ask() {
    CompletableFuture<Long> waiting = asked;
    if (waiting == null) {
      waiting = new CompletableFuture<>();
      asked = waiting;
    }
    return waiting.copy();
  }

  /** So many bytes of decrees have been applied. */
  void onApplied(long more) {
    bytes += more;
  }

  /** A fetched snapshot took the place of whatever was applied. */
  void onInstalled() {
    bytes = 0;
  }

  /** Tells whether a snapshot should be taken now. */
  boolean isDue() {
    return (asked != null || (everyBytes > 0 && bytes >= everyBytes)) && writing.isDone();
  }

  /** Captures the state and has it written. */
  void begin(ReplicatedState<?, ?> state, Snapshots snapshots) {
    bytes = 0;
    CompletableFuture<Long> written = take();
    writing = written;
    try {
      snapshots.write(state.capture(), written);
    } catch (RuntimeException | Error e) { // the state was only looked at
      LOG.error("the state machine cannot be captured, goes on slot={}", state.slot(), e);
      written.completeExceptionally(
          new RejectedException(
              RejectedException.Reason.STORAGE, "the state machine cannot be captured: " + e));
    }
  }

  private synchronized CompletableFuture<Long> take() {
    CompletableFuture<Long> waiting = asked;
    asked = null;
    return waiting == null ? new CompletableFuture<>() : waiting;
  }

  /** The node closes. */
  void close(RejectedException why) {
    take().completeExceptionally(why);
  }
}
