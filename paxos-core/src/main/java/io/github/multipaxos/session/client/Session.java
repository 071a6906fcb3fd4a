package io.github.multipaxos.session.client;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionId;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.session.SessionReply.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session, held by one client. Numbers its commands, proposes each until it is answered or its
 * deadline passes, and lets the cluster forget what has been answered. Safe for any number of
 * threads; commands under way at the same time are applied in any order.
 *
 * <pre>{@code
 * Session<Transfer, Balance> session =
 *     Session.open(node, Duration.ofMinutes(10), Duration.ofSeconds(5)).join();
 * Balance balance = session.exec(transfer).join();
 * }</pre>
 *
 * <p>Futures complete where those of the node do, or on a timer's thread; the same care is due.
 *
 * @param <C> the application's command type
 * @param <R> the application's result type
 */
public final class Session<C, R> {

  private final Door<C, R> door;
  private final Timer timer;
  private final Duration timeout;
  private final SessionId id;
  private final Sequences sequences;
  private final boolean isResumed;

  private Session(
      Door<C, R> door,
      Timer timer,
      Duration timeout,
      SessionId id,
      long firstSequence,
      boolean isResumed) {
    this.door = door;
    this.timer = timer;
    this.timeout = timeout;
    this.id = id;
    this.sequences = new Sequences(firstSequence);
    this.isResumed = isResumed;
  }

  /**
   * Opens a session through a node; see {@link #open(Door, Duration, Duration)}.
   *
   * @param node the node
   * @param ttl how long the session lives after its last command
   * @param timeout how long opening may take, and each command
   */
  public static <C, R> CompletableFuture<Session<C, R>> open(
      PaxosNode<SessionCommand<C>, SessionReply<R>> node, Duration ttl, Duration timeout) {
    return open(new NodeDoor<>(node), ttl, timeout);
  }

  /**
   * Opens a session. The future fails with a {@link PaxosException}; a session may be open then all
   * the same, and expires unused.
   *
   * @param door the way to the cluster
   * @param ttl how long the session lives after its last command, by the replicated clock; the
   *     cluster grants it up to its limit
   * @param timeout how long opening may take, and each command
   */
  public static <C, R> CompletableFuture<Session<C, R>> open(
      Door<C, R> door, Duration ttl, Duration timeout) {
    return open(door, Timer.SYSTEM, ttl, timeout);
  }

  static <C, R> CompletableFuture<Session<C, R>> open(
      Door<C, R> door, Timer timer, Duration ttl, Duration timeout) {
    SessionCommand<C> open = new SessionCommand.Open<>(ttl.toMillis());
    return after(
        Attempts.begin(door, timer, () -> open, timeout, false).outcome(),
        reply -> {
          SessionId id = ((SessionReply.Opened<R>) reply).session();
          return new Session<>(door, timer, timeout, id, 1, false);
        });
  }

  /**
   * Takes up a session that another process had, or this one before it was restarted. Commands that
   * were under way then are to be given to {@link #exec} first, in the order in which they were
   * numbered; each that was applied is answered as it was.
   *
   * @param door the way to the cluster
   * @param id the session
   * @param firstSequence the lowest sequence that was not settled; also the number of the next
   *     command
   * @param timeout how long each command may take
   */
  public static <C, R> Session<C, R> resume(
      Door<C, R> door, SessionId id, long firstSequence, Duration timeout) {
    return resume(door, Timer.SYSTEM, id, firstSequence, timeout);
  }

  static <C, R> Session<C, R> resume(
      Door<C, R> door, Timer timer, SessionId id, long firstSequence, Duration timeout) {
    if (firstSequence < 1) {
      throw new IllegalArgumentException("sequences begin with 1, asked was " + firstSequence);
    }
    return new Session<>(door, timer, timeout, id, firstSequence, true);
  }

  /**
   * Has a command applied once and completes with its answer. Attempts that come to nothing are
   * repeated until the deadline.
   *
   * <p>Fails with a {@link RejectedException} if the command was certainly not applied and never
   * will be; with an {@link OutcomeUnknownException} if it may have been. Either way it is settled:
   * giving the command to this method once more applies it once more.
   */
  public CompletableFuture<R> exec(C command) {
    long sequence = sequences.take();
    Attempts<C, R> attempts =
        Attempts.begin(
            door,
            timer,
            () -> new SessionCommand.Exec<>(id, sequence, sequences.settledThrough(), command),
            timeout,
            isResumed);
    attempts.outcome().whenComplete((reply, failure) -> sequences.settle(sequence));
    return after(attempts.outcome(), reply -> answer(reply, sequence, attempts.mayBeApplied()));
  }

  private R answer(SessionReply<R> reply, long sequence, boolean mayBeApplied) {
    if (reply instanceof SessionReply.Answered<R> answered) {
      return answered.result();
    }
    String which = "sequence " + sequence + " of session " + id;
    if (reply instanceof SessionReply.AnswerDropped<R>) {
      throw new OutcomeUnknownException(
          OutcomeUnknownException.Reason.RESULT_LOST,
          which + " was applied, and its answer was too large or too old to be kept");
    }
    boolean isExpired = ((SessionReply.Refused<R>) reply).reason() == Reason.EXPIRED;
    if (isExpired && !mayBeApplied) {
      throw new RejectedException(
          RejectedException.Reason.NO_SESSION,
          which + " is not applied: the session has expired; open another");
    }
    throw new OutcomeUnknownException(
        OutcomeUnknownException.Reason.NO_SESSION,
        which
            + (isExpired
                ? " may have been applied by an earlier attempt; the session has expired since"
                : " was acknowledged earlier, and nothing is remembered of it"));
  }

  /**
   * Shows that the client lives, for when it has nothing else to say. Completes with whether the
   * session is still there.
   */
  public CompletableFuture<Boolean> keepAlive() {
    return after(
        attempt(new SessionCommand.KeepAlive<>(id)), reply -> reply instanceof SessionReply.Kept);
  }

  /**
   * Has the cluster forget the session, after which no command of it is applied any more. Completes
   * also if it had expired before.
   */
  public CompletableFuture<@Nullable Void> close() {
    return after(attempt(new SessionCommand.Close<>(id)), reply -> null);
  }

  private CompletableFuture<SessionReply<R>> attempt(SessionCommand<C> command) {
    return Attempts.begin(door, timer, () -> command, timeout, false).outcome();
  }

  /** Like {@code thenApply}, but what fails is not wrapped: callers look at what it is. */
  private static <T, U extends @Nullable Object> CompletableFuture<U> after(
      CompletableFuture<T> outcome, Function<T, U> then) {
    CompletableFuture<U> result = new CompletableFuture<>();
    outcome.whenComplete(
        (value, failure) -> {
          try {
            if (failure == null) {
              result.complete(then.apply(value));
            } else {
              result.completeExceptionally(failure);
            }
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Returns the session's id, with which it can be resumed elsewhere. */
  public SessionId id() {
    return id;
  }

  /** Returns the number that the next command gets. */
  public long nextSequence() {
    return sequences.next();
  }

  /** Returns the last sequence up to which every command is settled. */
  public long settledThrough() {
    return sequences.settledThrough();
  }
}
