package io.github.multipaxos.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosException;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.session.SessionCommand;
import io.github.multipaxos.session.SessionLimits;
import io.github.multipaxos.session.SessionMachine;
import io.github.multipaxos.session.SessionReply;
import io.github.multipaxos.session.Tally;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final SessionLimits LIMITS =
      SessionLimits.defaults().withWindowSequences(3).withMaxAnswerBytes(50);

  private final Tally tally = new Tally();
  private final SessionMachine<String, String> machine =
      new SessionMachine<>(tally, Codec.strings(), LIMITS);
  private final ManualTimer timer = new ManualTimer();
  private final List<SessionCommand<String>> proposed = new ArrayList<>();
  private final Deque<Fate> fates = new ArrayDeque<>();
  private long slot;

  /** What becomes of an attempt: whether it is applied, and what its caller hears. */
  private record Fate(boolean isApplied, PaxosException failure) {}

  /** Time that passes when the test says so. */
  private static final class ManualTimer implements Timer {
    private final PriorityQueue<Due> tasks =
        new PriorityQueue<>((a, b) -> Long.compare(a.nanos, b.nanos));
    private long nanos;

    private record Due(long nanos, Runnable task) {}

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void after(long delay, Runnable task) {
      tasks.add(new Due(nanos + delay, task));
    }

    void pass(Duration duration) {
      long end = nanos + duration.toNanos();
      while (!tasks.isEmpty() && tasks.peek().nanos() <= end) {
        Due due = tasks.remove();
        nanos = due.nanos();
        due.task().run();
      }
      nanos = end;
    }
  }

  private boolean leadsElsewhere;

  private final class FakeDoor implements Door<String, String> {
    @Override
    public CompletableFuture<SessionReply<String>> propose(
        SessionCommand<String> command, Duration timeout) {
      return SessionTest.this.propose(command, timeout);
    }

    @Override
    public boolean leadsElsewhere() {
      return leadsElsewhere;
    }
  }

  private CompletableFuture<SessionReply<String>> propose(
      SessionCommand<String> command, Duration timeout) {
    assertThat(timeout).isPositive();
    proposed.add(command);
    Fate fate = fates.isEmpty() ? new Fate(true, null) : fates.remove();
    SessionReply<String> reply =
        fate.isApplied()
            ? machine.apply(command, new Moment(++slot, timer.nanos() / 1_000_000))
            : null;
    return fate.failure() == null
        ? CompletableFuture.completedFuture(reply)
        : CompletableFuture.failedFuture(fate.failure());
  }

  private Session<String, String> open() {
    return Session.open(new FakeDoor(), timer, TTL, TIMEOUT).join();
  }

  private void fail(boolean isApplied, OutcomeUnknownException.Reason reason) {
    fates.add(new Fate(isApplied, new OutcomeUnknownException(reason, "lost")));
  }

  private void reject(RejectedException.Reason reason) {
    fates.add(new Fate(false, new RejectedException(reason, "no")));
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    future.whenComplete((value, failure) -> seen.set(failure)); // raw, not wrapped by join
    return seen.get();
  }

  @Test
  void numbersCommandsAndAcknowledgesThoseBefore() {
    Session<String, String> session = open();

    assertThat(session.exec("a").join()).isEqualTo("a#1");
    assertThat(session.exec("b").join()).isEqualTo("b#2");

    assertThat(proposed.subList(1, 3))
        .containsExactly(
            new SessionCommand.Exec<>(session.id(), 1, 0, "a"),
            new SessionCommand.Exec<>(session.id(), 2, 1, "b"));
    assertThat(session.settledThrough()).isEqualTo(2);
    assertThat(session.nextSequence()).isEqualTo(3);
  }

  @Test
  void getsTheOriginalAnswerByARetry() {
    Session<String, String> session = open();
    fail(true, OutcomeUnknownException.Reason.RESULT_LOST);
    fail(false, OutcomeUnknownException.Reason.LEADER_CHANGED);
    reject(RejectedException.Reason.OVERLOADED);

    CompletableFuture<String> answer = session.exec("a");
    timer.pass(Duration.ofMillis(70));

    assertThat(answer.join()).isEqualTo("a#1");
    assertThat(tally.applied()).isEqualTo(1);
    assertThat(proposed).hasSize(5);
  }

  @Test
  void saysAtTheDeadlineThatNobodyKnowsIfAnyAttemptMayHaveDoneIt() {
    Session<String, String> session = open();
    fail(false, OutcomeUnknownException.Reason.DEADLINE);
    for (int i = 0; i < 100; i++) {
      reject(RejectedException.Reason.OVERLOADED);
    }

    CompletableFuture<String> answer = session.exec("a");
    timer.pass(TIMEOUT);

    assertThat(failureOf(answer))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("an earlier attempt may have been applied");
  }

  @Test
  void saysAtTheDeadlineThatNothingHappenedIfNoAttemptMayHaveDoneIt() {
    Session<String, String> session = open();
    for (int i = 0; i < 100; i++) {
      reject(RejectedException.Reason.DEADLINE);
    }

    CompletableFuture<String> answer = session.exec("a");
    assertThat(answer).isNotDone();
    timer.pass(TIMEOUT);

    assertThat(failureOf(answer)).isInstanceOf(RejectedException.class);
    assertThat(proposed).hasSizeBetween(20, 60);
  }

  @Test
  void triesNoFurtherWhereTheNodeHasStoppedOrTheCommandIsTooLarge() {
    Session<String, String> session = open();
    reject(RejectedException.Reason.STOPPED);
    assertThat(session.exec("a")).isCompletedExceptionally();
    reject(RejectedException.Reason.TOO_LARGE);
    assertThat(session.exec("b")).isCompletedExceptionally();
    fail(true, OutcomeUnknownException.Reason.STOPPED);
    assertThat(session.exec("c")).isCompletedExceptionally();

    assertThat(proposed).hasSize(4);
    assertThat(session.settledThrough()).isEqualTo(3);
  }

  @Test
  void triesAnotherNodeWhereThereIsOne() {
    leadsElsewhere = true;
    Session<String, String> session = open();
    reject(RejectedException.Reason.STOPPED);
    fail(true, OutcomeUnknownException.Reason.STOPPED);

    CompletableFuture<String> answer = session.exec("a");
    timer.pass(Duration.ofMillis(50));

    assertThat(answer.join()).isEqualTo("a#1");
    assertThat(tally.applied()).isEqualTo(1);
  }

  /** The session of a process that died is taken up through another node. */
  @Test
  void isTakenUpElsewhere() {
    Session<String, String> first = open();
    first.exec("a").join();
    fail(true, OutcomeUnknownException.Reason.STOPPED);
    assertThat(first.exec("b")).isCompletedExceptionally();

    Session<String, String> second = Session.resume(new FakeDoor(), timer, first.id(), 2, TIMEOUT);

    assertThat(second.exec("b").join()).isEqualTo("b#2");
    assertThat(second.exec("c").join()).isEqualTo("c#3");
    assertThat(tally.applied()).isEqualTo(3);
  }

  @Test
  void saysThatNothingHappenedWhenTheSessionHasExpired() {
    Session<String, String> session = open();
    timer.pass(TTL);

    CompletableFuture<String> answer = session.exec("a");

    assertThat(failureOf(answer))
        .isInstanceOfSatisfying(
            RejectedException.class,
            it -> assertThat(it.reason()).isEqualTo(RejectedException.Reason.NO_SESSION));
    assertThat(tally.applied()).isZero();
  }

  @Test
  void saysThatNobodyKnowsWhenTheSessionExpiresBetweenAttempts() {
    Session<String, String> session = open();
    timer.pass(TTL.minusMillis(10));
    fail(false, OutcomeUnknownException.Reason.DEADLINE);

    CompletableFuture<String> answer = session.exec("a");
    timer.pass(TIMEOUT);

    assertThat(failureOf(answer))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            it -> assertThat(it.reason()).isEqualTo(OutcomeUnknownException.Reason.NO_SESSION));
  }

  @Test
  void saysThatNobodyKnowsWhenASessionTakenUpHasExpired() {
    Session<String, String> first = open();
    timer.pass(TTL);

    Session<String, String> second = Session.resume(new FakeDoor(), timer, first.id(), 1, TIMEOUT);

    assertThat(failureOf(second.exec("a"))).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void saysThatAnAnswerIsLostWhenItIsTooLargeToKeep() {
    Session<String, String> session = open();
    fail(true, OutcomeUnknownException.Reason.RESULT_LOST);

    CompletableFuture<String> answer = session.exec("x".repeat(60));
    timer.pass(TIMEOUT);

    assertThat(failureOf(answer))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            it -> assertThat(it.reason()).isEqualTo(OutcomeUnknownException.Reason.RESULT_LOST))
        .hasMessageContaining("was applied");
    assertThat(tally.applied()).isEqualTo(1);
  }

  /** The first of four holds up the window of three until it is through. */
  @Test
  void waitsForTheWindow() {
    Session<String, String> session = open();
    fail(false, OutcomeUnknownException.Reason.LEADER_CHANGED);
    CompletableFuture<String> first = session.exec("a");
    session.exec("b").join();
    session.exec("c").join();

    CompletableFuture<String> fourth = session.exec("d");
    assertThat(fourth).isNotDone();
    timer.pass(Duration.ofMillis(50));

    assertThat(first.join()).isEqualTo("a#3");
    assertThat(fourth.join()).isEqualTo("d#4");
  }

  @Test
  void isKeptAliveAndClosed() {
    Session<String, String> session = open();
    timer.pass(TTL.minusMillis(1));
    assertThat(session.keepAlive().join()).isTrue();
    timer.pass(TTL.minusMillis(1));
    assertThat(session.keepAlive().join()).isTrue();

    session.close().join();

    assertThat(session.keepAlive().join()).isFalse();
    assertThat(session.close()).isCompletedWithValue(null);
    assertThat(machine.sessions()).isZero();
  }

  @Test
  void failsToOpenWhileThereIsNoRoom() {
    for (long i = 0; i < LIMITS.maxSessions(); i++) {
      machine.apply(new SessionCommand.Open<>(TTL.toMillis()), new Moment(++slot, 0));
    }

    CompletableFuture<Session<String, String>> opening =
        Session.open(new FakeDoor(), timer, TTL, TIMEOUT);
    timer.pass(TIMEOUT);

    assertThat(failureOf(opening))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("as many sessions as the limits allow");
  }
}
