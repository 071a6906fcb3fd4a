package io.github.multipaxos.testkit.node;

import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the threads of this process from outside, where there is nobody who could tell. */
final class Threads {

  private Threads() {}

  /** Returns the threads whose names begin so. */
  static Set<Thread> named(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .collect(Collectors.toSet());
  }

  static void awaitEnd(String name) {
    for (Thread thread : named(name)) {
      join(thread, Sightings.PATIENCE.toMillis());
      if (thread.isAlive()) {
        throw new AssertionError("in vain waited for thread " + name + " to end");
      }
    }
  }

  /** Waits until the thread of that name, if it lives, waits for something itself. */
  static void awaitWaiting(String name) {
    for (Thread thread : named(name)) {
      while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
        join(thread, 1);
      }
    }
  }

  private static void join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + thread, e);
    }
  }
}
