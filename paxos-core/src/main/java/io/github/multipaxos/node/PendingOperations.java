package io.github.multipaxos.node;

import io.github.multipaxos.PaxosException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one kind that callers wait for, by number. Whoever takes one out completes it,
 * so each is completed once, whichever threads race for it.
 *
 * @param <O> the kind
 */
final class PendingOperations<O extends Operation<?>> {

  private final Admission admission;
  private final AtomicLong lastNumber = new AtomicLong();
  private final Map<Long, O> byNumber = new ConcurrentHashMap<>();
  private volatile @Nullable Supplier<PaxosException> failure;

  PendingOperations(Admission admission) {
    this.admission = admission;
  }

  /** Keeps an admitted operation and returns its number, counted from 1. */
  long add(O operation) {
    long number = lastNumber.incrementAndGet();
    byNumber.put(number, operation);
    Supplier<PaxosException> why = failure;
    if (why != null) { // all the others were failed before this one came
      fail(number, why);
    }
    return number;
  }

  /** Returns an operation and leaves it where it is, or returns null if it is settled already. */
  @Nullable O get(long number) {
    return byNumber.get(number);
  }

  /** Takes an operation out, or returns null if it is settled already. */
  @Nullable O take(long number) {
    O operation = byNumber.remove(number);
    if (operation != null) {
      admission.release(operation.bytes());
    }
    return operation;
  }

  /** Fails an operation unless it is settled already. */
  void fail(long number, Supplier<PaxosException> why) {
    O operation = take(number);
    if (operation != null) {
      operation.future().completeExceptionally(why.get());
    }
  }

  /** Fails every operation whose deadline passed so long ago that nobody else seems to do so. */
  void failOverdue(long nowNanos, long graceNanos, Supplier<PaxosException> why) {
    for (var entry : byNumber.entrySet()) {
      if (entry.getValue().isOverdue(nowNanos, graceNanos)) {
        fail(entry.getKey(), why);
      }
    }
  }

  /** Fails those operations whose numbers are such. */
  void failIf(LongPredicate which, Supplier<PaxosException> why) {
    for (Long number : byNumber.keySet()) {
      if (which.test(number)) {
        fail(number, why);
      }
    }
  }

  /** Fails every operation there is, and every one yet to come. */
  void failAll(Supplier<PaxosException> why) {
    failure = why;
    for (Long number : byNumber.keySet()) {
      fail(number, why);
    }
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }
}
