package io.github.multipaxos.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Moment;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions as replicated state: the same on every replica, whichever way it came by them. */
class ReplicatedSessionsTest {

  private static final int COMMANDS = 3_000;
  private static final SessionLimits TIGHT = new SessionLimits(16_000, 2_000, 4, 1_500);

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  /** One replica applies everything, another everything too, a third comes in by snapshots. */
  @ParameterizedTest
  @MethodSource("seeds")
  void areTheSameOnEveryReplica(long seed) throws IOException {
    RandomLog log = new RandomLog(seed);
    Replicated one = new Replicated(TIGHT);
    Replicated two = new Replicated(TIGHT);
    Replicated three = new Replicated(TIGHT);
    for (int i = 0; i < COMMANDS; i++) {
      SessionCommand<String> command = log.nextCommand();
      Moment at = log.nextMoment();
      SessionReply<String> reply = one.apply(command, at);
      log.onReply(reply);
      if (i % 97 == 96) {
        three.restore(one.snapshot());
      } else if (i % 97 < 48) { // it misses the rest
        assertThat(three.apply(command, at)).isEqualTo(reply);
        assertThat(three.machine().tableDigest()).isEqualTo(one.machine().tableDigest());
      } else {
        three = new Replicated(TIGHT);
      }
      if (i % 97 == 96) {
        assertThat(three.snapshot()).isEqualTo(one.snapshot());
      }

      assertThat(two.apply(command, at)).isEqualTo(reply);
      assertThat(two.machine().tableDigest()).isEqualTo(one.machine().tableDigest());
    }
    assertThat(two.snapshot()).isEqualTo(one.snapshot());
    assertThat(one.machine().sessions()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void stayWithinTheirBoundsWhateverClientsDo(long seed) throws IOException {
    RandomLog log = new RandomLog(seed);
    Replicated replica = new Replicated(TIGHT);
    int most = 0;
    long mostAnswerBytes = 0;
    int mostSnapshotBytes = 0;
    for (int i = 0; i < COMMANDS; i++) {
      log.onReply(replica.apply(log.nextCommand(), log.nextMoment()));
      most = Math.max(most, replica.machine().sessions());
      mostAnswerBytes = Math.max(mostAnswerBytes, replica.machine().answerBytes());
      mostSnapshotBytes = Math.max(mostSnapshotBytes, replica.snapshot().length);
    }
    assertThat(most).isEqualTo((int) TIGHT.maxSessions());
    assertThat(mostAnswerBytes)
        .isGreaterThan(TIGHT.maxAnswersBytes() * 9 / 10)
        .isLessThanOrEqualTo(TIGHT.maxAnswersBytes());
    assertThat((long) mostSnapshotBytes).isLessThan(TIGHT.maxBytes());
  }

  /** Whoever opens all that there is keeps others out until his have expired, and no longer. */
  @Test
  void areRefusedWhenThereAreTooManyAndOpenAgainWhenTheyExpire() {
    Replicated replica = new Replicated(TIGHT);
    SessionId honest = replica.open(1_500);
    replica.exec(honest, 1, 0, "a");
    for (int i = 1; i < TIGHT.maxSessions(); i++) {
      replica.open(1_000);
    }

    SessionReply<String> full = replica.apply(new SessionCommand.Open<>(1));

    assertThat(full).isEqualTo(new SessionReply.Refused<>(SessionReply.Reason.FULL));
    assertThat(replica.exec(honest, 1, 0, "a")).isEqualTo(new SessionReply.Answered<>("a#1"));
    replica.passMillis(1_000);
    assertThat(replica.open(1_000)).isNotNull();
    assertThat(replica.exec(honest, 1, 0, "a")).isEqualTo(new SessionReply.Answered<>("a#1"));
  }

  /** The oldest answers go first, and what was applied stays applied. */
  @Test
  void loseTheirOldestAnswersFirst() {
    SessionLimits limits = new SessionLimits(20_000, 10_000, 32, 1_000);
    Replicated replica = new Replicated(limits);
    SessionId session = replica.open(1_000);
    String text = "x".repeat(3_000);
    for (int i = 1; i <= 5; i++) {
      replica.exec(session, i, 0, text);
    }

    List<Boolean> kept =
        LongStream.rangeClosed(1, 5)
            .mapToObj(i -> replica.exec(session, i, 0, text) instanceof SessionReply.Answered)
            .toList();

    assertThat(kept).containsExactly(false, false, true, true, true);
    assertThat(replica.applied()).isEqualTo(5);
  }

  @Test
  void areInTheDigest() {
    Replicated one = new Replicated();
    Replicated two = new Replicated();
    SessionId session = one.open(1_000);
    two.open(1_000);
    assertThat(two.machine().tableDigest()).isEqualTo(one.machine().tableDigest());

    one.exec(session, 1, 0, "a");
    two.exec(session, 1, 0, "b");

    assertThat(two.machine().tableDigest()).isNotEqualTo(one.machine().tableDigest());
  }

  @Test
  void survivePendingRetriesAcrossASnapshot() throws IOException {
    Replicated one = new Replicated();
    SessionId session = one.open(1_000);
    one.exec(session, 2, 0, "b");
    Replicated two = new Replicated();
    two.exec(two.open(1_000), 1, 0, "forgotten by the restore");

    two.restore(one.snapshot());

    assertThat(two.exec(session, 2, 0, "b")).isEqualTo(new SessionReply.Answered<>("b#1"));
    assertThat(two.exec(session, 1, 0, "a")).isEqualTo(new SessionReply.Answered<>("a#2"));
  }

  /** The bytes of releases before this one; a change of them needs a new format number. */
  @Test
  void areReadAsTheyWereWritten() throws IOException {
    String bytes =
        "000000010000000000010000000000640000000400000000000f4240" // format, limits
            + "0000000000000001000000010000000000000001" // counters
            + "00000001" // sessions
            + "000000000000000100000000" // id
            + "00000000000003e800000000000017700000000000000000" // ttl, deadline, acknowledged
            + "00000001" // answers
            + "0000000000000001000000000000000100000003612331" // sequence, number, a#1
            + "00000001"; // the tally
    Replicated replica = new Replicated();
    SessionId session = replica.open(1_000);
    replica.exec(session, 1, 0, "a");
    assertThat(HexFormat.of().formatHex(replica.snapshot())).isEqualTo(bytes);

    Replicated restored = new Replicated();
    restored.restore(HexFormat.of().parseHex(bytes));

    assertThat(restored.exec(session, 1, 0, "a")).isEqualTo(new SessionReply.Answered<>("a#1"));
  }

  @Test
  void areNotRestoredUnderOtherLimits() throws IOException {
    byte[] snapshot = new Replicated().snapshot();
    Replicated other = new Replicated(Replicated.LIMITS.withWindowSequences(5));

    assertThatThrownBy(() -> other.restore(snapshot))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("windowSequences=4")
        .hasMessageContaining("windowSequences=5")
        .hasMessageContaining("what the cluster began with");
  }

  @Test
  void areNotRestoredFromAFormatOfTheFuture() throws IOException {
    byte[] snapshot = new Replicated().snapshot();
    snapshot[3] = 2;

    assertThatThrownBy(() -> new Replicated().restore(snapshot))
        .hasMessage("sessions of format 2, this release reads 1");
  }

  @Test
  void areNotRestoredFromAPart() throws IOException {
    Replicated replica = new Replicated();
    replica.exec(replica.open(1_000), 1, 0, "a");
    byte[] whole = replica.snapshot();

    for (int size = 0; size < whole.length; size++) {
      byte[] part = Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> new Replicated().restore(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void doNotChangeInASnapshotThatIsBeingWritten() throws IOException {
    Replicated replica = new Replicated();
    SessionId session = replica.open(1_000);
    replica.exec(session, 1, 0, "a");
    byte[] before = replica.snapshot();
    var captured = replica.machine().snapshot();

    replica.exec(session, 2, 1, "b");
    replica.apply(new SessionCommand.Close<>(session));

    var out = new java.io.ByteArrayOutputStream();
    captured.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(before);
  }
}
