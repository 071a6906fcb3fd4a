package io.github.multipaxos.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Where the threads of the application meet the node: admits what they ask for, keeps their
 * futures, and completes each with a result or with one of the two kinds of failure (rule C1).
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class Callers<C, R> {

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Codec<C> codec;
  private final Identity self;
  private final PaxosConfig config;
  private final Ticks ticks;
  private final Inbox inbox;
  private final Admission admission;
  private final PendingOperations<Operation<R>> proposals;
  private final PendingOperations<ReadOperation<?>> reads;

  Callers(Codec<C> codec, Identity self, PaxosConfig config, Ticks ticks, Inbox inbox) {
    this.codec = codec;
    this.self = self;
    this.config = config;
    this.ticks = ticks;
    this.inbox = inbox;
    this.admission =
        new Admission(config.maxPendingOperations(), config.maxPendingBytes(), config.heartbeat());
    this.proposals = new PendingOperations<>(admission);
    this.reads = new PendingOperations<>(admission);
  }

  Admission admission() {
    return admission;
  }

  PendingOperations<Operation<R>> proposals() {
    return proposals;
  }

  PendingOperations<ReadOperation<?>> reads() {
    return reads;
  }

  CompletableFuture<R> propose(C command, Duration wanted) {
    Duration timeout = bounded(wanted);
    byte[] payload = codec.encode(command);
    if (payload.length > config.maxCommandBytes()) {
      return CompletableFuture.failedFuture(tooLarge(payload.length));
    }
    long bytes = Math.max(1, payload.length);
    RejectedException refusal = admission.admit(bytes);
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    long now = ticks.nanos(); // looked at once: it takes a while
    Operation<R> operation = new Operation<>(bytes, now + timeout.toNanos());
    long sequence = proposals.add(operation);
    CommandId id = new CommandId(self.node(), self.boot(), sequence);
    long deadlineTick = ticks.at(now) + ticks.of(timeout);
    inbox.put(new Event.Proposed(new Command(id, Bytes.wrap(payload)), deadlineTick));
    return operation.future();
  }

  private RejectedException tooLarge(int bytes) {
    return new RejectedException(
        Reason.TOO_LARGE,
        "the command has "
            + bytes
            + " bytes, the limit is "
            + config.maxCommandBytes()
            + "; split it, or raise maxCommandBytes on every node");
  }

  /**
   * Reads on the apply thread; {@code local} is told the numbers of reads that wait for nothing.
   */
  <T> CompletableFuture<T> read(
      Consistency consistency, Function<Moment, T> query, Duration wanted, LongConsumer local) {
    Duration timeout = bounded(wanted);
    RejectedException refusal = admission.admit(0);
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    ReadOperation<T> operation = new ReadOperation<>(query, deadlineNanos(timeout));
    long number = reads.add(operation);
    if (consistency == Consistency.LOCAL) {
      local.accept(number);
    } else {
      inbox.put(asked(consistency, number, deadlineTick(timeout)));
    }
    return operation.future();
  }

  private Event.Read asked(Consistency consistency, long number, long deadlineTick) {
    if (consistency instanceof Consistency.AtMostStale stale) {
      return new Event.StaleReadAsked(number, deadlineTick, ticks.within(bounded(stale.age())));
    }
    return consistency == Consistency.LEASE
        ? new Event.LeasedReadAsked(number, deadlineTick)
        : new Event.ReadAsked(number, deadlineTick);
  }

  /** Rule R8. Tells whether a lease that ends with that tick is held now, by the real clock. */
  boolean isHeld(long endTick) {
    return ticks.now() < endTick;
  }

  /** Rule R8. A lease has ended before a read was done: it is asked for as one that needs none. */
  void readAgain(long number, ReadOperation<?> read) {
    Duration left = Duration.ofNanos(read.remainingNanos(ticks.nanos()));
    inbox.put(new Event.ReadAsked(number, deadlineTick(bounded(left))));
  }

  /** Whoever waits for ever waits for a year; a number of nanoseconds holds no more than some. */
  private static Duration bounded(Duration timeout) {
    if (timeout.isNegative()) {
      return Duration.ZERO;
    }
    return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
  }

  private long deadlineTick(Duration timeout) {
    return ticks.now() + ticks.of(timeout);
  }

  private long deadlineNanos(Duration timeout) {
    return ticks.nanos() + timeout.toNanos();
  }

  /** Answers those whose operations will not be seen to be chosen, or may not. */
  void settle(Effects effects) {
    for (Outcome outcome : effects.outcomes()) {
      proposals.fail(outcome.sequence(), () -> failureOf(outcome));
    }
    for (Long read : effects.failedReads()) {
      reads.fail(read, Callers::readFailure);
    }
  }

  private PaxosException failureOf(Outcome outcome) {
    if (outcome instanceof Outcome.Rejected rejected) {
      return switch (rejected.reason()) {
        case OVERLOADED ->
            new RejectedException(
                Reason.OVERLOADED,
                "the leader has too much under way; offer the command again after a pause",
                config.retransmit());
        case DEADLINE ->
            new RejectedException(
                Reason.DEADLINE,
                "no leader took the command within its deadline; see whether a majority of the"
                    + " members is up and connected");
        case STOPPED ->
            new RejectedException(
                Reason.STOPPED, "the node closed before a leader took the command");
      };
    }
    return switch (((Outcome.Unknown) outcome).reason()) {
      case DEADLINE ->
          new OutcomeUnknownException(
              OutcomeUnknownException.Reason.DEADLINE,
              "the command was proposed but not seen to be chosen within its deadline");
      case LEADER_CHANGED ->
          new OutcomeUnknownException(
              OutcomeUnknownException.Reason.LEADER_CHANGED,
              "the leader that had the command was replaced, and its successor has too much under way");
      case STOPPED ->
          new OutcomeUnknownException(
              OutcomeUnknownException.Reason.STOPPED,
              "the node closed while the command was under way");
    };
  }

  private static PaxosException readFailure() {
    return new RejectedException(
        Reason.DEADLINE,
        "no leader confirmed the read within its deadline; see whether a majority of the members is"
            + " up and connected");
  }

  /** Fails what the protocol thread should have failed long ago, had it been able to. */
  void failOverdue() {
    long grace = config.tick().toNanos() * 3 + Duration.ofMillis(100).toNanos();
    long now = ticks.nanos();
    proposals.failOverdue(
        now, grace, () -> failureOf(new Outcome.Unknown(0, Outcome.Unknown.Reason.DEADLINE)));
    reads.failOverdue(now, grace, Callers::readFailure);
  }

  /** An event was never given to the protocol: whoever waits for it hears that nothing was done. */
  void reject(Event event, String why) {
    if (event instanceof Event.Proposed proposed) {
      proposals.fail(
          proposed.command().id().sequence(), () -> new RejectedException(Reason.STOPPED, why));
    }
  }

  /** Nothing is answered any more. */
  void failAll(String why) {
    proposals.failAll(
        () -> new OutcomeUnknownException(OutcomeUnknownException.Reason.STOPPED, why));
    reads.failAll(() -> new RejectedException(Reason.STOPPED, why));
  }

  boolean isIdle() {
    return proposals.isEmpty() && reads.isEmpty();
  }
}
