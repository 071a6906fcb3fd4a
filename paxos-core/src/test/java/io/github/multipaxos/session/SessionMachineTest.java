package io.github.multipaxos.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Moment;
import io.github.multipaxos.session.SessionReply.AnswerDropped;
import io.github.multipaxos.session.SessionReply.Answered;
import io.github.multipaxos.session.SessionReply.Closed;
import io.github.multipaxos.session.SessionReply.Kept;
import io.github.multipaxos.session.SessionReply.Opened;
import io.github.multipaxos.session.SessionReply.Reason;
import io.github.multipaxos.session.SessionReply.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionMachineTest {

  private static final long TTL = 1_000;

  private final Replicated replica = new Replicated();

  private static SessionReply<String> answered(String result) {
    return new Answered<>(result);
  }

  private static SessionReply<String> refused(Reason reason) {
    return new Refused<>(reason);
  }

  @Test
  void appliesWhatIsInNoSessionEachTime() {
    assertThat(replica.apply(new SessionCommand.Plain<>("a"))).isEqualTo(answered("a#1"));
    assertThat(replica.apply(new SessionCommand.Plain<>("a"))).isEqualTo(answered("a#2"));
  }

  @Test
  void namesASessionAfterItsSlotAndItsPlaceThere() {
    SessionCommand<String> open = new SessionCommand.Open<>(TTL);

    assertThat(replica.apply(open, new Moment(7, 1)))
        .isEqualTo(new Opened<>(new SessionId(7, 0), TTL, Replicated.LIMITS.windowSequences()));
    assertThat(replica.apply(open, new Moment(7, 1)))
        .isEqualTo(new Opened<>(new SessionId(7, 1), TTL, 4));
    assertThat(replica.apply(open, new Moment(9, 1)))
        .isEqualTo(new Opened<>(new SessionId(9, 0), TTL, 4));
  }

  @Test
  void namesNoTwoSessionsOfASlotAlikeThoughTheFirstIsGone() {
    Moment at = new Moment(7, 1);
    replica.apply(new SessionCommand.Open<>(TTL), at);
    replica.apply(new SessionCommand.Close<>(new SessionId(7, 0)), at);

    assertThat(replica.apply(new SessionCommand.Open<>(TTL), at))
        .isEqualTo(new Opened<>(new SessionId(7, 1), TTL, 4));
  }

  @Test
  void grantsNoLongerLifeThanTheLimit() {
    long limit = Replicated.LIMITS.maxTtlMillis();

    assertThat(replica.apply(new SessionCommand.Open<>(limit + 1)))
        .isInstanceOfSatisfying(
            Opened.class, opened -> assertThat(opened.ttlMillis()).isEqualTo(limit));
    assertThat(replica.apply(new SessionCommand.Open<>(Long.MAX_VALUE)))
        .isInstanceOfSatisfying(
            Opened.class, opened -> assertThat(opened.ttlMillis()).isEqualTo(limit));
  }

  @Test
  void answersARetryAsItAnsweredTheFirstAttempt() {
    SessionId session = replica.open(TTL);

    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(answered("a#1"));
    replica.apply(new SessionCommand.Plain<>("b"));

    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(answered("a#1"));
    assertThat(replica.applied()).isEqualTo(2);
  }

  @Test
  void takesAnotherCommandUnderAnOldSequenceForARetry() {
    SessionId session = replica.open(TTL);
    replica.exec(session, 1, 0, "a");

    assertThat(replica.exec(session, 1, 0, "another")).isEqualTo(answered("a#1"));
  }

  @Test
  void keepsSessionsApart() {
    SessionId one = replica.open(TTL);
    SessionId two = replica.open(TTL);

    assertThat(replica.exec(one, 1, 0, "a")).isEqualTo(answered("a#1"));
    assertThat(replica.exec(two, 1, 0, "a")).isEqualTo(answered("a#2"));
    assertThat(replica.exec(one, 1, 0, "a")).isEqualTo(answered("a#1"));
  }

  @Test
  void appliesAWindowInAnyOrder() {
    SessionId session = replica.open(TTL);

    assertThat(replica.exec(session, 3, 0, "c")).isEqualTo(answered("c#1"));
    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(answered("a#2"));
    assertThat(replica.exec(session, 4, 0, "d")).isEqualTo(answered("d#3"));
    assertThat(replica.exec(session, 2, 0, "b")).isEqualTo(answered("b#4"));

    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(answered("a#2"));
    assertThat(replica.exec(session, 3, 0, "c")).isEqualTo(answered("c#1"));
    assertThat(replica.exec(session, 5, 0, "e")).isEqualTo(refused(Reason.AHEAD));
    assertThat(replica.exec(session, 5, 1, "e")).isEqualTo(answered("e#5"));
  }

  @Test
  void remembersTheLatestAcknowledgementWhenAnEarlierOneComesLate() {
    SessionId session = replica.open(TTL);
    replica.exec(session, 1, 0, "a");
    replica.exec(session, 2, 1, "b");

    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(refused(Reason.STALE));
    assertThat(replica.exec(session, 2, 0, "b")).isEqualTo(answered("b#2"));
    assertThat(replica.machine().answerBytes()).isEqualTo("b#2".length());
  }

  /** What the client gave up on is not applied when it turns up after all. */
  @Test
  void neverAppliesWhatIsAcknowledgedBeforeItArrives() {
    SessionId session = replica.open(TTL);
    replica.exec(session, 3, 2, "c");

    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(refused(Reason.STALE));
    assertThat(replica.applied()).isEqualTo(1);
  }

  @Test
  void refusesASessionThatHasNeverBeen() {
    SessionId nobody = new SessionId(99, 0);

    assertThat(replica.exec(nobody, 1, 0, "a")).isEqualTo(refused(Reason.EXPIRED));
    assertThat(replica.apply(new SessionCommand.KeepAlive<>(nobody)))
        .isEqualTo(refused(Reason.EXPIRED));
    assertThat(replica.apply(new SessionCommand.Close<>(nobody)))
        .isEqualTo(refused(Reason.EXPIRED));
    assertThat(replica.applied()).isZero();
  }

  @Test
  void refusesEverythingOfAClosedSession() {
    SessionId session = replica.open(TTL);
    replica.exec(session, 1, 0, "a");

    assertThat(replica.apply(new SessionCommand.Close<>(session))).isEqualTo(new Closed<>());

    assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(refused(Reason.EXPIRED));
    assertThat(replica.applied()).isEqualTo(1);
    assertThat(replica.machine().sessions()).isZero();
    assertThat(replica.machine().answerBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {TTL - 1, TTL, TTL + 1})
  void expiresWhenItsTimeIsOverAndNotBefore(long silenceMillis) {
    SessionId session = replica.open(TTL);
    replica.exec(session, 1, 0, "a");

    replica.passMillis(silenceMillis);

    boolean lives = silenceMillis < TTL;
    assertThat(replica.exec(session, 1, 0, "a"))
        .isEqualTo(lives ? answered("a#1") : refused(Reason.EXPIRED));
    assertThat(replica.exec(session, 2, 0, "b"))
        .isEqualTo(lives ? answered("b#2") : refused(Reason.EXPIRED));
    assertThat(replica.applied()).isEqualTo(lives ? 2 : 1);
  }

  @Test
  void livesOnWithEverySign() {
    SessionId session = replica.open(TTL);

    for (int i = 0; i < 10; i++) {
      replica.passMillis(TTL - 1);
      assertThat(replica.exec(session, 1, 0, "a")).isEqualTo(answered("a#1"));
      replica.passMillis(TTL - 1);
      assertThat(replica.exec(session, 9, 0, "i")).isEqualTo(refused(Reason.AHEAD));
      replica.passMillis(TTL - 1);
      assertThat(replica.apply(new SessionCommand.KeepAlive<>(session))).isEqualTo(new Kept<>());
    }

    replica.passMillis(TTL);
    assertThat(replica.apply(new SessionCommand.KeepAlive<>(session)))
        .isEqualTo(refused(Reason.EXPIRED));
  }

  /** A wrong clock, once in the log, stays: the replicated clock does not run backwards. */
  @Test
  void livesThoughTheClockIsAtItsEnd() {
    Moment end = new Moment(1, Long.MAX_VALUE - 1);
    replica.apply(new SessionCommand.Open<>(TTL), end);

    SessionCommand<String> exec = new SessionCommand.Exec<>(new SessionId(1, 0), 1, 0, "a");
    assertThat(replica.apply(exec, end)).isEqualTo(answered("a#1"));
    assertThat(replica.apply(exec, end)).isEqualTo(answered("a#1"));
  }

  @Test
  void sweepsWithWhateverCommandComesNext() {
    replica.exec(replica.open(TTL), 1, 0, "a");
    replica.passMillis(TTL);

    replica.apply(new SessionCommand.Plain<>("b"));

    assertThat(replica.machine().sessions()).isZero();
    assertThat(replica.machine().answerBytes()).isZero();
  }

  @Test
  void remembersOfALargeAnswerOnlyThatThereWasOne() {
    SessionId session = replica.open(TTL);
    String fits = "x".repeat(Replicated.LIMITS.maxAnswerBytes() - "#1".length());

    assertThat(replica.exec(session, 1, 0, fits)).isEqualTo(answered(fits + "#1"));
    assertThat(replica.exec(session, 2, 0, fits + "x")).isEqualTo(answered(fits + "x#2"));

    assertThat(replica.exec(session, 1, 0, fits)).isEqualTo(answered(fits + "#1"));
    assertThat(replica.exec(session, 2, 0, fits + "x")).isEqualTo(new AnswerDropped<>());
    assertThat(replica.applied()).isEqualTo(2);
  }

  @Test
  void checksWhatItIsAsked() {
    SessionId session = new SessionId(1, 0);
    assertThatThrownBy(() -> new SessionCommand.Exec<>(session, 3, 3, "a"))
        .hasMessageContaining("3 and 3");
    assertThatThrownBy(() -> new SessionCommand.Exec<>(session, 1, -1, "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SessionCommand.Exec<>(session, 0, 0, "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SessionCommand.Open<>(0)).hasMessageContaining("asked was 0");
  }
}
