package io.github.multipaxos.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AskingTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final PaxosConfig CONFIG =
      PaxosConfig.builder().tick(millis(20)).retransmit(millis(70)).build();

  private final HandClock clock = new HandClock();
  private final List<CompletableFuture<String>> attempts = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private final CompletableFuture<Integer> answer =
      new Asking<>(this::attempt, Integer::valueOf, TIMEOUT, CONFIG, clock).ask();

  private CompletableFuture<String> attempt(Duration timeout) {
    CompletableFuture<String> attempt = new CompletableFuture<>();
    attempts.add(attempt);
    timeouts.add(timeout);
    return attempt;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private CompletableFuture<String> latest() {
    return attempts.get(attempts.size() - 1);
  }

  private void failLatest(OutcomeUnknownException.Reason reason) {
    latest().completeExceptionally(new OutcomeUnknownException(reason, "it is " + reason));
  }

  private void failLatest(RejectedException.Reason reason) {
    latest().completeExceptionally(new RejectedException(reason, "it is " + reason));
  }

  /** Returns how it failed, exactly as whoever chains something to the future is told. */
  private Throwable failure() {
    assertThat(answer).isCompletedExceptionally();
    return answer.handle((value, failure) -> failure).join();
  }

  private OutcomeUnknownException.Reason unknown() {
    assertThat(failure()).isInstanceOf(OutcomeUnknownException.class);
    return ((OutcomeUnknownException) failure()).reason();
  }

  private RejectedException.Reason rejected() {
    assertThat(failure()).isInstanceOf(RejectedException.class);
    return ((RejectedException) failure()).reason();
  }

  @Test
  void answersWithWhatTheFirstAttemptFound() {
    latest().complete("7");

    assertThat(answer).isCompletedWithValue(7);
    assertThat(timeouts).containsExactly(TIMEOUT);
    assertThat(clock.isPausing()).isFalse();
  }

  @Test
  void asksAgainWithTheTimeThatIsLeftWhenTheLeaderWasReplaced() {
    clock.pass(millis(300));
    failLatest(OutcomeUnknownException.Reason.LEADER_CHANGED);
    assertThat(attempts).hasSize(1);

    clock.endPause();
    latest().complete("7");

    assertThat(answer).isCompletedWithValue(7);
    assertThat(timeouts).containsExactly(TIMEOUT, millis(680));
  }

  @Test
  void asksAgainEverMoreRarelyWhileTheNodeIsOverloaded() {
    for (int i = 0; i < 4; i++) {
      failLatest(RejectedException.Reason.OVERLOADED);
      clock.endPause();
    }
    latest().complete("7");

    assertThat(answer).isCompletedWithValue(7);
    assertThat(clock.pauses()).containsExactly(millis(20), millis(40), millis(70), millis(70));
  }

  @ParameterizedTest
  @EnumSource(
      value = RejectedException.Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "OVERLOADED")
  void doesNotAskAgainWhatWasRejectedForGood(RejectedException.Reason reason) {
    failLatest(reason);

    assertThat(rejected()).isEqualTo(reason);
    assertThat(clock.isPausing()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = OutcomeUnknownException.Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LEADER_CHANGED", "RESULT_LOST"})
  void doesNotAskAgainWhenTimeIsUpOrTheNodeIsClosed(OutcomeUnknownException.Reason reason) {
    failLatest(reason);

    assertThat(unknown()).isEqualTo(reason);
    assertThat(clock.isPausing()).isFalse();
  }

  @Test
  void doesNotCallCertainWhatAnEarlierAttemptMayHaveDone() {
    failLatest(OutcomeUnknownException.Reason.LEADER_CHANGED);
    clock.endPause();
    failLatest(RejectedException.Reason.DEADLINE);

    assertThat(unknown()).isEqualTo(OutcomeUnknownException.Reason.DEADLINE);
    assertThat(failure())
        .hasMessage(
            "an earlier attempt may have been applied; of the last one it is known that it was"
                + " not: it is DEADLINE");
  }

  @Test
  void doesNotCallCertainWhatAnEarlierAttemptMayHaveDoneBeforeTheNodeWasClosed() {
    failLatest(OutcomeUnknownException.Reason.LEADER_CHANGED);
    clock.endPause();
    failLatest(RejectedException.Reason.OVERLOADED);
    clock.endPause();
    failLatest(RejectedException.Reason.STOPPED);

    assertThat(unknown()).isEqualTo(OutcomeUnknownException.Reason.STOPPED);
  }

  @Test
  void givesUpWithTheLastFailureWhenTimeIsUp() {
    clock.pass(millis(990));
    failLatest(RejectedException.Reason.OVERLOADED);
    clock.endPause();

    assertThat(rejected()).isEqualTo(RejectedException.Reason.OVERLOADED);
    assertThat(attempts).hasSize(1);
    assertThat(clock.pauses()).containsExactly(millis(10));
  }

  @Test
  void givesUpAtOnceWhenTheFailureComesLate() {
    clock.pass(millis(1001));
    failLatest(OutcomeUnknownException.Reason.LEADER_CHANGED);

    assertThat(unknown()).isEqualTo(OutcomeUnknownException.Reason.LEADER_CHANGED);
    assertThat(clock.isPausing()).isFalse();
  }

  @Test
  void asksNoMoreOnceNobodyWantsToKnow() {
    failLatest(RejectedException.Reason.OVERLOADED);
    answer.cancel(false);
    clock.endPause();

    assertThat(attempts).hasSize(1);
    assertThat(clock.isPausing()).isFalse();
  }

  @Test
  void failsWithWhatTheReadingOfTheAnswerThrew() {
    latest().complete("seven");

    assertThat(failure()).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void failsWithWhateverElseWentWrong() {
    latest().completeExceptionally(new IllegalStateException("broken"));

    assertThat(failure()).isInstanceOf(IllegalStateException.class).hasMessage("broken");
  }

  @Test
  void bearsDeadlinesThatNeverComeOrAreLongPast() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);

    new Asking<>(this::attempt, Integer::valueOf, forever, CONFIG, clock).ask();
    new Asking<>(this::attempt, Integer::valueOf, forever.negated(), CONFIG, clock).ask();

    assertThat(timeouts).containsExactly(TIMEOUT, Duration.ofDays(365), Duration.ZERO);
  }
}
