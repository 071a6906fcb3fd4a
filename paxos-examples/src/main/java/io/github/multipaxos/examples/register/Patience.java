package io.github.multipaxos.examples.register;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for things that should happen soon, and gives up with a sentence when they do not. */
final class Patience {

  static final Duration LIMIT = Duration.ofSeconds(40);

  private static final long PAUSE_MILLIS = 5;

  private Patience() {}

  /** Asks until there is an answer. */
  static <T> T await(String what, Supplier<Optional<T>> question) throws InterruptedException {
    long beganNanos = System.nanoTime();
    Optional<T> answer = question.get();
    while (answer.isEmpty()) {
      if (System.nanoTime() - beganNanos > LIMIT.toNanos()) {
        throw exhausted(what);
      }
      Thread.sleep(PAUSE_MILLIS);
      answer = question.get();
    }
    return answer.get();
  }

  /** Returns what an operation answers, which must not fail. */
  static <T> T answer(String what, CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StoryFailedException("waited for " + what + ": " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw exhausted(what);
    }
  }

  /** Returns how an operation fails, which it must. */
  static Throwable failure(String what, CompletableFuture<?> future) throws InterruptedException {
    try {
      Object answer = future.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      throw new StoryFailedException("waited for " + what + ", but the answer was " + answer);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw exhausted(what);
    }
  }

  private static StoryFailedException exhausted(String what) {
    return new StoryFailedException("waited " + LIMIT.toSeconds() + " s in vain for " + what);
  }
}
