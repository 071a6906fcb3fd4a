package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Accept against everything an acceptor may remember of that slot and its neighbours. What is
 * expected is worked out here from rules A2, A3, A5 and L4, not from the acceptor's code.
 */
class AcceptorAcceptGridTest {

  private static final Ballot OLD = ballot(1, 1);
  private static final Ballot PROMISED = ballot(5, 2);
  private static final long SLOT = 4;

  static Stream<Arguments> grid() {
    List<Arguments> grid = new ArrayList<>();
    List<Ballot> asked =
        List.of(OLD, ballot(4, 3), ballot(5, 1), PROMISED, ballot(5, 3), ballot(6, 1));
    List<Vote> earlier = new ArrayList<>();
    earlier.add(null);
    for (Ballot ballot : List.of(OLD, PROMISED)) {
      earlier.add(vote(ballot, RED));
      earlier.add(vote(ballot, BLUE));
    }
    for (Ballot ballot : asked) {
      for (Vote vote : earlier) {
        for (long neighbour : new long[] {0, SLOT - 1, SLOT + 1}) {
          for (boolean isChosen : new boolean[] {false, true}) {
            grid.add(Arguments.of(ballot, vote, neighbour, isChosen));
          }
        }
      }
    }
    return grid.stream();
  }

  /**
   * @param neighbour another slot with a vote for another decree in the ballot promised, or 0
   */
  @ParameterizedTest
  @MethodSource("grid")
  void votesUnlessAHigherBallotIsPromised(
      Ballot asked, @Nullable Vote earlier, long neighbour, boolean isChosen) {
    Outbox outbox = new Outbox(NODE_1);
    Acceptor acceptor = acceptor(outbox, earlier, neighbour);
    Accept accept = new Accept(asked, SLOT, RED, 0);

    if (isSecondDecree(asked, earlier)) {
      assertThatThrownBy(() -> acceptor.onAccept(NODE_2, accept, isChosen))
          .isInstanceOf(SafetyViolation.class)
          .hasMessageContaining("slot 4 ")
          .hasMessageContaining("ballot 5.2");
      Effects effects = outbox.drain();
      assertThat(effects.records()).isEmpty();
      assertThat(effects.vows()).isEmpty();
      return;
    }
    acceptor.onAccept(NODE_2, accept, isChosen);

    Effects effects = outbox.drain();
    boolean isRefused = asked.compareTo(PROMISED) < 0;
    assertThat(acceptor.promised()).isEqualTo(isRefused ? PROMISED : asked);
    assertThat(effects.records()).isEqualTo(expectedRecords(asked, earlier, isChosen));
    assertThat(effects.messages())
        .isEqualTo(
            isRefused ? List.of(new Envelope<>(NODE_2, new Nack(asked, PROMISED))) : List.of());
    assertThat(effects.vows())
        .isEqualTo(
            isRefused ? List.of() : List.of(new Envelope<>(NODE_2, new Accepted(asked, SLOT))));
    assertThat(acceptor.vote(SLOT)).isEqualTo(expectedVote(asked, earlier, isChosen));
    assertThat(acceptor.votes())
        .hasSize((neighbour == 0 ? 0 : 1) + (acceptor.vote(SLOT) == null ? 0 : 1));
  }

  private static boolean isSecondDecree(Ballot asked, @Nullable Vote earlier) {
    return asked.equals(PROMISED) && earlier != null && earlier.equals(vote(PROMISED, BLUE));
  }

  private static boolean isRepeated(Ballot asked, @Nullable Vote earlier) {
    return earlier != null && earlier.ballot().equals(asked);
  }

  private static List<LogRecord> expectedRecords(
      Ballot asked, @Nullable Vote earlier, boolean isChosen) {
    if (asked.compareTo(PROMISED) < 0 || isRepeated(asked, earlier)) {
      return List.of();
    }
    if (isChosen) {
      return asked.compareTo(PROMISED) > 0 ? List.of(new LogRecord.Promised(asked)) : List.of();
    }
    return List.of(new LogRecord.Voted(SLOT, vote(asked, RED)));
  }

  private static @Nullable Vote expectedVote(
      Ballot asked, @Nullable Vote earlier, boolean isChosen) {
    return asked.compareTo(PROMISED) < 0 || isChosen ? earlier : vote(asked, RED);
  }

  private static Acceptor acceptor(Outbox outbox, @Nullable Vote earlier, long neighbour) {
    List<LogRecord> records = new ArrayList<>();
    if (earlier != null) {
      records.add(new LogRecord.Voted(SLOT, earlier));
    }
    if (neighbour > 0) {
      records.add(new LogRecord.Voted(neighbour, vote(PROMISED, BLUE)));
    }
    records.add(new LogRecord.Promised(PROMISED));
    return new Acceptor(outbox, recovered(records), Samples.PAGE_BYTES);
  }
}
