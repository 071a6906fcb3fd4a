package io.github.multipaxos.testkit.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a test has seen so far, in order, and a way to wait for more without asking again and again.
 *
 * @param <T> what is seen
 */
final class Sightings<T> {

  /** How long to wait for what must happen: long enough for the slowest machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<T> seen = new ArrayList<>();

  synchronized void add(T sighting) {
    seen.add(sighting);
    notifyAll();
  }

  synchronized List<T> all() {
    return List.copyOf(seen);
  }

  synchronized int size() {
    return seen.size();
  }

  /** Waits until what was seen satisfies {@code until}, which is asked again at each sighting. */
  void await(String what, Predicate<List<T>> until) {
    if (!hasWithin(PATIENCE, until)) {
      throw new AssertionError("in vain waited for " + what + "; seen so far: " + tail());
    }
  }

  void awaitOne(String what, Predicate<T> which) {
    await(what, all -> all.stream().anyMatch(which));
  }

  /** Waits at most so long, and tells whether it was seen. */
  synchronized boolean hasWithin(Duration limit, Predicate<List<T>> until) {
    long endNanos = System.nanoTime() + limit.toNanos();
    List<T> view = Collections.unmodifiableList(seen);
    while (!until.test(view)) {
      long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return false;
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting", e);
      }
    }
    return true;
  }

  private synchronized List<T> tail() {
    return List.copyOf(seen.subList(Math.max(0, seen.size() - 20), seen.size()));
  }
}
