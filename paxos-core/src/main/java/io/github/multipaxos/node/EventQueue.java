package io.github.multipaxos.node;

import io.github.multipaxos.protocol.Event;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they were put: any thread puts, without a lock, and one at a time
 * takes. They lie in arrays that follow one another, so that a burst of them is read as it lies in
 * memory. Unbounded: those who put are bounded.
 */
final class EventQueue {

  private static final int STRETCH_EVENTS = 512;

  private final AtomicReference<Stretch> last = new AtomicReference<>(new Stretch());
  private Stretch first = last.get(); // the taker's, as is the next field
  private int taken;

  /** Some of the events, and where the next ones are. */
  private static final class Stretch {
    private final AtomicReferenceArray<@Nullable Event> events =
        new AtomicReferenceArray<>(STRETCH_EVENTS);
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicReference<@Nullable Stretch> next = new AtomicReference<>();

    /** Puts an event in the next place, if there is one. */
    boolean hasPut(Event event) {
      int place = claimed.get() < STRETCH_EVENTS ? claimed.getAndIncrement() : STRETCH_EVENTS;
      if (place >= STRETCH_EVENTS) {
        return false;
      }
      events.set(place, event); // before whoever puts looks at whether the taker is awake
      return true;
    }

    /** Returns the stretch behind this one; whoever comes first makes it. */
    Stretch following() {
      if (next.get() == null) {
        next.compareAndSet(null, new Stretch());
      }
      Stretch following = next.get();
      return following == null ? this : following;
    }
  }

  void put(Event event) {
    Stretch stretch = last.get();
    while (!stretch.hasPut(event)) {
      last.compareAndSet(stretch, stretch.following());
      stretch = last.get();
    }
  }

  /**
   * Takes the oldest event out, or returns null if there is none, or if whoever puts it is about to
   * and has not yet returned.
   */
  @Nullable Event poll() {
    Event event = peek();
    if (event != null) {
      first.events.setPlain(taken++, null);
    }
    return event;
  }

  /** Tells whether {@link #poll} would return null. */
  boolean isEmpty() {
    return peek() == null;
  }

  private @Nullable Event peek() {
    if (taken == STRETCH_EVENTS) {
      Stretch next = first.next.get();
      if (next == null) {
        return null;
      }
      first = next;
      taken = 0;
    }
    return first.events.get(taken);
  }
}
