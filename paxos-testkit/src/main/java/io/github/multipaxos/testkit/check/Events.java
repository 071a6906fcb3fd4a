package io.github.multipaxos.testkit.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invocations and returns of the operations not yet given a place in the order, in order of
 * time; a linked list, so that an operation is taken out and put back in constant time.
 */
final class Events {

  /** An invocation, or the return of operation {@code id}. */
  static final class Event {
    final int id;
    final long nanos;

    /** The return of the operation invoked here; null for a return, and where there is none. */
    final @Nullable Event returning;

    final boolean isReturn;
    @Nullable Event before;
    @Nullable Event after;

    private Event(int id, long nanos, @Nullable Event returning, boolean isReturn) {
      this.id = id;
      this.nanos = nanos;
      this.returning = returning;
      this.isReturn = isReturn;
    }
  }

  private final Event head = new Event(-1, Long.MIN_VALUE, null, false);

  /** Takes the operations with their positions as ids. */
  Events(List<? extends Operation<?, ?>> operations) {
    List<Event> events = new ArrayList<>();
    for (int id = 0; id < operations.size(); id++) {
      Operation<?, ?> operation = operations.get(id);
      Event returning = null;
      if (operation.isKnown()) {
        returning = new Event(id, operation.returnedNanos(), null, true);
        events.add(returning);
      }
      events.add(new Event(id, operation.invokedNanos(), returning, false));
    }
    // at the same nanosecond invocations come first: then the operations are simultaneous
    events.sort(
        Comparator.comparingLong((Event event) -> event.nanos)
            .thenComparing(event -> event.isReturn));
    Event last = head;
    for (Event event : events) {
      last.after = event;
      event.before = last;
      last = event;
    }
  }

  @Nullable Event first() {
    return head.after;
  }

  /** Takes an operation out, given its invocation. */
  void remove(Event invocation) {
    unlink(invocation);
    if (invocation.returning != null) {
      unlink(invocation.returning);
    }
  }

  /** Puts back the operation that was taken out last of those still out. */
  void putBack(Event invocation) {
    if (invocation.returning != null) {
      link(invocation.returning);
    }
    link(invocation);
  }

  private static void unlink(Event event) {
    if (event.before != null) {
      event.before.after = event.after;
    }
    if (event.after != null) {
      event.after.before = event.before;
    }
  }

  private static void link(Event event) {
    if (event.before != null) {
      event.before.after = event;
    }
    if (event.after != null) {
      event.after.before = event;
    }
  }
}
