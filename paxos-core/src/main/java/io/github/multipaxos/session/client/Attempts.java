package io.github.multipaxos.session.client;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.session.SessionReply.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One command, proposed until it is answered, cannot be, or its deadline has passed. Attempts
 * follow one another and never overlap.
 *
 * @param <C> the application's command type
 * @param <R> the application's result type
 */
final class Attempts<C, R> {

  private static final long PAUSE_NANOS = 20_000_000;
  private static final long SHORTEST_NANOS = 50_000_000;

  private final Door<C, R> door;
  private final Timer timer;
  private final Supplier<SessionCommand<C>> command;
  private final long deadlineNanos;
  private final CompletableFuture<SessionReply<R>> outcome = new CompletableFuture<>();
  private volatile boolean mayBeApplied;

  private Attempts(
      Door<C, R> door,
      Timer timer,
      Supplier<SessionCommand<C>> command,
      Duration timeout,
      boolean mayBeApplied) {
    this.door = door;
    this.timer = timer;
    this.command = command;
    this.deadlineNanos = timer.nanos() + timeout.toNanos();
    this.mayBeApplied = mayBeApplied;
  }

  /**
   * Begins.
   *
   * @param command makes the command, anew for each attempt
   * @param mayBeApplied whether somebody may have proposed it before
   */
  static <C, R> Attempts<C, R> begin(
      Door<C, R> door,
      Timer timer,
      Supplier<SessionCommand<C>> command,
      Duration timeout,
      boolean mayBeApplied) {
    Attempts<C, R> attempts = new Attempts<>(door, timer, command, timeout, mayBeApplied);
    attempts.attempt();
    return attempts;
  }

  /**
   * Returns the future of the reply. Fails with a {@link PaxosException}, or with what an attempt
   * threw.
   */
  CompletableFuture<SessionReply<R>> outcome() {
    return outcome;
  }

  /** Tells whether an attempt, or somebody before, may have had the command applied. */
  boolean mayBeApplied() {
    return mayBeApplied;
  }

  private void attempt() {
    try {
      door.propose(command.get(), timeout())
          .whenComplete((reply, failure) -> settle(reply, unwrap(failure)));
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  /** Half of what is left: a node that does not answer is to leave time for another attempt. */
  private Duration timeout() {
    long left = deadlineNanos - timer.nanos();
    return Duration.ofNanos(Math.max(Math.min(left, SHORTEST_NANOS), left / 2));
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private void settle(@Nullable SessionReply<R> reply, @Nullable Throwable failure) {
    if (failure instanceof OutcomeUnknownException unknown) {
      mayBeApplied = true;
      again(
          unknown,
          unknown.reason() == OutcomeUnknownException.Reason.STOPPED && !door.leadsElsewhere());
    } else if (failure instanceof RejectedException rejected) {
      again(
          rejected,
          rejected.reason() == RejectedException.Reason.TOO_LARGE
              || rejected.reason() == RejectedException.Reason.STOPPED && !door.leadsElsewhere());
    } else if (failure != null) {
      outcome.completeExceptionally(failure);
    } else if (reply instanceof SessionReply.Refused<R> refused && isForNow(refused.reason())) {
      again(
          new RejectedException(
              RejectedException.Reason.OVERLOADED,
              refused.reason() == Reason.FULL
                  ? "there are as many sessions as the limits allow"
                  : "too many earlier commands of the session are not settled"),
          false);
    } else {
      outcome.complete(reply);
    }
  }

  private static boolean isForNow(Reason reason) {
    return reason == Reason.AHEAD || reason == Reason.FULL;
  }

  private void again(PaxosException failure, boolean isFinal) {
    if (isFinal || deadlineNanos - timer.nanos() <= PAUSE_NANOS) {
      outcome.completeExceptionally(known(failure));
    } else {
      timer.after(PAUSE_NANOS, this::attempt);
    }
  }

  /** What one attempt was told is not all that is known of the command. */
  private PaxosException known(PaxosException last) {
    return mayBeApplied && last instanceof RejectedException
        ? new OutcomeUnknownException(
            OutcomeUnknownException.Reason.DEADLINE,
            "an earlier attempt may have been applied; of the last one: " + last.getMessage())
        : last;
  }
}
