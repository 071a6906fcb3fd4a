package io.github.multipaxos.node;

import io.github.multipaxos.PaxosException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one kind that callers wait for, by number. Whoever takes one out completes it,
 * so each is completed once, whichever threads race for it.
 *
 * <p>Each has a place that its number says, which it takes over and gives back without a lock and
 * with nothing allocated. Where an older one still waits there, the newer one is put aside.
 *
 * @param <O> the kind
 */
final class PendingOperations<O extends Operation<?>> {

  /** A power of two. With twice as many under way as that, half of them are aside. */
  private static final int PLACES = 1 << 13;

  private final Admission admission;
  private final AtomicLong lastNumber = new AtomicLong();
  private final AtomicReferenceArray<@Nullable O> places = new AtomicReferenceArray<>(PLACES);
  private final Map<Long, O> aside = new ConcurrentHashMap<>();
  private volatile @Nullable Supplier<PaxosException> failure;

  PendingOperations(Admission admission) {
    this.admission = admission;
  }

  /** Keeps an admitted operation and returns its number, counted from 1. */
  long add(O operation) {
    long number = lastNumber.incrementAndGet();
    operation.giveNumber(number);
    if (!places.compareAndSet(place(number), null, operation)) {
      aside.put(number, operation);
    }
    Supplier<PaxosException> why = failure;
    if (why != null) { // all the others were failed before this one came
      fail(number, why);
    }
    return number;
  }

  private static int place(long number) {
    return (int) number & PLACES - 1;
  }

  /** Returns an operation and leaves it where it is, or returns null if it is settled already. */
  @Nullable O get(long number) {
    O operation = places.get(place(number));
    return operation != null && operation.number() == number ? operation : aside.get(number);
  }

  /** Takes an operation out, or returns null if it is settled already. */
  @Nullable O take(long number) {
    O operation = get(number);
    if (operation == null || !isTaken(operation)) {
      return null;
    }
    admission.release(operation.bytes());
    return operation;
  }

  /** Of several threads that take one out, one does. */
  private boolean isTaken(O operation) {
    long number = operation.number();
    return places.compareAndSet(place(number), operation, null) || aside.remove(number, operation);
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
    forEach(
        operation -> {
          if (operation.isOverdue(nowNanos, graceNanos)) {
            fail(operation.number(), why);
          }
        });
  }

  /** Fails those operations whose numbers are such. */
  void failIf(LongPredicate which, Supplier<PaxosException> why) {
    forEach(
        operation -> {
          if (which.test(operation.number())) {
            fail(operation.number(), why);
          }
        });
  }

  /** Fails every operation there is, and every one yet to come. */
  void failAll(Supplier<PaxosException> why) {
    failure = why;
    forEach(operation -> fail(operation.number(), why));
  }

  boolean isEmpty() {
    for (int place = 0; place < PLACES; place++) {
      if (places.get(place) != null) {
        return false;
      }
    }
    return aside.isEmpty();
  }

  private void forEach(Consumer<O> visitor) {
    for (int place = 0; place < PLACES; place++) {
      O operation = places.get(place);
      if (operation != null) {
        visitor.accept(operation);
      }
    }
    aside.values().forEach(visitor);
  }
}
