package io.github.multipaxos.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.session.SessionReply.Answered;
import io.github.multipaxos.session.SessionReply.Reason;
import io.github.multipaxos.session.SessionReply.Refused;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sequence against every watermark, the one known before and the one told now, and every set
 * of sequences applied before, within a window and one beyond.
 */
class SequenceGridTest {

  private static final int WINDOW = 3;
  private static final int HIGHEST = 2 * WINDOW + 2;
  private static final SessionLimits LIMITS =
      Replicated.LIMITS.withWindowSequences(WINDOW).withMaxTtlMillis(1_000);

  private int points;

  /** A session, as it is before the command looked at: which sequences were applied, in order. */
  record Before(int acknowledged, List<Integer> applied) {}

  static List<Before> befores() {
    List<Before> befores = new ArrayList<>();
    for (int acknowledged = 0; acknowledged <= WINDOW + 1; acknowledged++) {
      for (int set = 0; set < 1 << WINDOW; set++) {
        List<Integer> applied = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
          if ((set >> i & 1) == 1) {
            applied.add(acknowledged + i + 1);
          }
        }
        befores.add(new Before(acknowledged, applied));
      }
    }
    return befores;
  }

  @ParameterizedTest
  @MethodSource("befores")
  void isAppliedRepeatedOrRefused(Before before) {
    for (int sequence = 1; sequence <= HIGHEST; sequence++) {
      for (int told = 0; told < sequence; told++) {
        check(before, sequence, told);
      }
    }
    assertThat(points).isEqualTo(HIGHEST * (HIGHEST + 1) / 2);
  }

  private void check(Before before, int sequence, int told) {
    Replicated replica = new Replicated(LIMITS);
    SessionId session = replica.open(1_000);
    if (before.acknowledged() > 0) { // by a command that is itself acknowledged with the next
      for (int i = 1; i <= before.acknowledged(); i++) {
        replica.exec(session, i, i - 1, "earlier");
      }
      replica.exec(session, before.acknowledged() + WINDOW + 1, before.acknowledged(), "too far");
    }
    for (int applied : before.applied()) {
      replica.exec(session, applied, before.acknowledged(), "c" + applied);
    }
    int count = replica.applied();

    SessionReply<String> reply = replica.exec(session, sequence, told, "c" + sequence);

    int watermark = Math.max(before.acknowledged(), told);
    boolean isApplied = replica.applied() > count;
    int place = before.applied().indexOf(sequence);
    String point = before + ", sequence " + sequence + ", told " + told;
    if (sequence <= watermark) {
      assertThat(reply).as(point).isEqualTo(new Refused<>(Reason.STALE));
    } else if (place >= 0) {
      String original = "c" + sequence + "#" + (before.acknowledged() + place + 1);
      assertThat(reply).as(point).isEqualTo(new Answered<>(original));
    } else if (sequence > watermark + WINDOW) {
      assertThat(reply).as(point).isEqualTo(new Refused<>(Reason.AHEAD));
    } else {
      assertThat(reply).as(point).isEqualTo(new Answered<>("c" + sequence + "#" + (count + 1)));
      assertThat(isApplied).as(point).isTrue();
      points++;
      return;
    }
    assertThat(isApplied).as(point).isFalse();
    points++;
  }

  @Test
  void holdsForTheHighestNumbersToo() {
    Replicated replica = new Replicated(LIMITS);
    SessionId session = replica.open(1_000);

    assertThat(replica.exec(session, Long.MAX_VALUE, 0, "a"))
        .isEqualTo(new Refused<>(Reason.AHEAD));
    assertThat(replica.exec(session, Long.MAX_VALUE, Long.MAX_VALUE - 1, "a"))
        .isEqualTo(new Answered<>("a#1"));
    assertThat(replica.exec(session, Long.MAX_VALUE, 0, "a")).isEqualTo(new Answered<>("a#1"));
  }
}
