package io.github.multipaxos.node;

import java.util.concurrent.CompletableFuture;

/**
 * Something a caller waits for.
 *
 * @param <T> what it waits for
 */
class Operation<T> {

  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final long bytes;
  private final long deadlineNanos;
  private long number;

  /**
   * Makes one.
   *
   * @param bytes what it counts for in {@link Admission}
   * @param deadlineNanos when the caller gives up, by {@link TimeSource#nanos}
   */
  Operation(long bytes, long deadlineNanos) {
    this.bytes = bytes;
    this.deadlineNanos = deadlineNanos;
  }

  CompletableFuture<T> future() {
    return future;
  }

  /** Is given its number, before any other thread sees it. */
  void giveNumber(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  long bytes() {
    return bytes;
  }

  /** Returns how long it is until the deadline. */
  long remainingNanos(long nowNanos) {
    return deadlineNanos - nowNanos;
  }

  /** Tells whether the deadline passed more than {@code graceNanos} ago. */
  boolean isOverdue(long nowNanos, long graceNanos) {
    return nowNanos - deadlineNanos > graceNanos;
  }
}
