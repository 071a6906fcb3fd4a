package io.github.multipaxos.node;

import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much this node's clients may have under way. Says no before anything has been sent, so that
 * no is certain.
 */
final class Admission {

  private final int maxOperations;
  private final long maxBytes;
  private final Duration retryAfter;
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile @Nullable String closed;
  private volatile @Nullable String full;

  Admission(int maxOperations, long maxBytes, Duration retryAfter) {
    this.retryAfter = retryAfter;
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
  }

  /** Admits an operation of that size, or returns why not. */
  @Nullable RejectedException admit(long operationBytes) {
    RejectedException refusal = refusal();
    if (refusal != null) {
      return refusal;
    }
    String noRoom = full;
    if (noRoom != null && operationBytes > 0) {
      return new RejectedException(Reason.STORAGE, noRoom);
    }
    int ahead = operations.getAndIncrement();
    long before = bytes.getAndAdd(operationBytes);
    if (ahead < maxOperations && before + operationBytes <= maxBytes) {
      return null;
    }
    release(operationBytes);
    return new RejectedException(
        Reason.OVERLOADED,
        "the node has "
            + ahead
            + " operations of "
            + before
            + " bytes under way, the limits are "
            + maxOperations
            + " and "
            + maxBytes
            + "; offer it again after a pause",
        retryAfter);
  }

  /** Returns why nothing at all is admitted any more, or null. */
  @Nullable RejectedException refusal() {
    String why = closed;
    return why == null ? null : new RejectedException(Reason.STOPPED, why);
  }

  /** Admits no commands any more, but reads. */
  void closeForCommands(String why) {
    full = why;
  }

  /** An admitted operation is settled. */
  void release(long operationBytes) {
    operations.decrementAndGet();
    bytes.addAndGet(-operationBytes);
  }

  /** Admits nothing any more. The first reason stays. */
  void close(String why) {
    if (closed == null) {
      closed = why;
    }
  }

  int operations() {
    return operations.get();
  }

  long bytes() {
    return bytes.get();
  }
}
