package io.github.multipaxos.examples.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for things that should happen soon, and gives up with a sentence when they do not. */
final class Patience {

  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final long PAUSE_MILLIS = 5;

  private Patience() {}

  static Duration limit() {
    return LIMIT;
  }

  /** Asks until there is an answer. */
  static <T> T await(String what, Supplier<Optional<T>> question) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    Optional<T> answer = question.get();
    while (answer.isEmpty()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw exhausted(what);
      }
      Thread.sleep(PAUSE_MILLIS);
      answer = question.get();
    }
    return answer.get();
  }

  static DemoFailedException exhausted(String what) {
    return new DemoFailedException("waited " + LIMIT.toSeconds() + " s in vain for " + what);
  }
}
