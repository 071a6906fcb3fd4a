package io.github.multipaxos.testkit.node;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.RejectedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How an operation ended. */
sealed interface Answer {

  /** It succeeded. */
  record Done(@Nullable Object result) implements Answer {}

  /** It certainly did not happen. */
  record Rejected(RejectedException.Reason reason) implements Answer {}

  /** It may have happened. */
  record Unknown(OutcomeUnknownException.Reason reason) implements Answer {}

  /** It failed otherwise. */
  record Thrown(Throwable cause) implements Answer {}

  Answer STOPPED = new Rejected(RejectedException.Reason.STOPPED);
  Answer OVERLOADED = new Rejected(RejectedException.Reason.OVERLOADED);
  Answer TOO_LARGE = new Rejected(RejectedException.Reason.TOO_LARGE);
  Answer NOT_LEADING = new Rejected(RejectedException.Reason.NOT_LEADING);
  Answer NOBODY_LED = new Rejected(RejectedException.Reason.DEADLINE);
  Answer UNKNOWN_AT_DEADLINE = new Unknown(OutcomeUnknownException.Reason.DEADLINE);
  Answer UNKNOWN_AT_STOP = new Unknown(OutcomeUnknownException.Reason.STOPPED);
  Answer UNKNOWN_LEADER_CHANGED = new Unknown(OutcomeUnknownException.Reason.LEADER_CHANGED);

  /** Waits for the answer. That there is none, ever, is the one thing that must not happen. */
  static Answer of(CompletableFuture<?> future) {
    try {
      return new Done(future.get(Sightings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return ofFailure(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the operation was never answered", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
  }

  static Answer ofFailure(Throwable failure) {
    if (failure instanceof RejectedException rejected) {
      return new Rejected(rejected.reason());
    } else if (failure instanceof OutcomeUnknownException unknown) {
      return new Unknown(unknown.reason());
    }
    return new Thrown(failure);
  }

  default boolean isDone() {
    return this instanceof Done;
  }
}
