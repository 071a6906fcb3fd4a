package io.github.multipaxos.register;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.RejectedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question asked until it is answered or its deadline has passed. Only for questions that may
 * be answered twice without harm, as a {@link Claim} may.
 *
 * <p>A failure at the end is as certain as all attempts together: if any of them may have been
 * applied, a later one that certainly was not does not make it certain.
 *
 * @param <A> the answer
 * @param <V> what is made of it for the caller
 */
final class Asking<A, V> {

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Function<Duration, CompletableFuture<A>> question;
  private final Function<A, V> reading;
  private final Pauses pauses;
  private final long deadlineNanos;
  private final long maxPauseNanos;
  private final CompletableFuture<V> future = new CompletableFuture<>();

  // Attempts come one after the other, each seeing what the one before it left here.
  private long pauseNanos;
  private boolean mayHaveHappened;

  /** Describes a question; it pauses for a tick before it asks again, and later for longer. */
  Asking(
      Function<Duration, CompletableFuture<A>> question,
      Function<A, V> reading,
      Duration timeout,
      PaxosConfig config,
      Pauses pauses) {
    this.question = question;
    this.reading = reading;
    this.pauses = pauses;
    this.deadlineNanos = pauses.nanos() + bounded(timeout).toNanos();
    this.pauseNanos = config.tick().toNanos();
    this.maxPauseNanos = config.retransmit().toNanos();
  }

  /** A number of nanoseconds holds no more than some. */
  private static Duration bounded(Duration timeout) {
    if (timeout.isNegative()) {
      return Duration.ZERO;
    }
    return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
  }

  /** Asks. Called once. */
  CompletableFuture<V> ask() {
    attempt(leftNanos());
    return future;
  }

  private void attempt(long timeoutNanos) {
    question.apply(Duration.ofNanos(timeoutNanos)).whenComplete(this::settle);
  }

  private void settle(@Nullable A answer, @Nullable Throwable failure) {
    if (answer != null) {
      complete(answer);
    } else if (failure instanceof PaxosException known) {
      settle(known);
    } else {
      future.completeExceptionally(
          failure != null ? failure : new IllegalStateException("the answer is null"));
    }
  }

  private void complete(A answer) {
    try {
      future.complete(reading.apply(answer));
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  private void settle(PaxosException failure) {
    mayHaveHappened |= failure instanceof OutcomeUnknownException;
    if (isWorthRepeating(failure) && leftNanos() > 0) {
      pauses.after(Math.min(nextPauseNanos(), leftNanos()), () -> attemptAgain(failure));
    } else {
      fail(failure);
    }
  }

  /** Not worth it are those that say that time is up, or that this node is. */
  private static boolean isWorthRepeating(PaxosException failure) {
    if (failure instanceof OutcomeUnknownException unknown) {
      return switch (unknown.reason()) {
        case LEADER_CHANGED, RESULT_LOST -> true; // the answer is to be had
        case DEADLINE, STOPPED, NO_SESSION -> false;
      };
    }
    return failure instanceof RejectedException rejected
        && rejected.reason() == RejectedException.Reason.OVERLOADED;
  }

  private void attemptAgain(PaxosException failure) {
    long timeoutNanos = leftNanos();
    if (timeoutNanos <= 0) {
      fail(failure);
    } else if (!future.isDone()) { // the caller may have cancelled it
      attempt(timeoutNanos);
    }
  }

  private void fail(PaxosException failure) {
    future.completeExceptionally(
        mayHaveHappened && failure instanceof RejectedException rejected
            ? unknown(rejected)
            : failure);
  }

  private static OutcomeUnknownException unknown(RejectedException last) {
    return new OutcomeUnknownException(
        last.reason() == RejectedException.Reason.STOPPED
            ? OutcomeUnknownException.Reason.STOPPED
            : OutcomeUnknownException.Reason.DEADLINE,
        "an earlier attempt may have been applied; of the last one it is known that it was not: "
            + last.getMessage());
  }

  private long nextPauseNanos() {
    long next = pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, maxPauseNanos);
    return next;
  }

  private long leftNanos() {
    return deadlineNanos - pauses.nanos();
  }
}
