package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Prepare against everything an acceptor may remember: five relations between the ballot asked and
 * the one promised, any votes in slots 1 to 4, any chosen prefix and any first slot asked. What is
 * expected is worked out here from rules A1, A4 and A5, not from the acceptor's code.
 */
class AcceptorPrepareGridTest {

  private static final int SLOTS = 4;
  private static final Ballot OLD = ballot(1, 1);
  private static final Ballot PROMISED = ballot(5, 2);

  static Stream<Arguments> grid() {
    List<Arguments> grid = new ArrayList<>();
    List<Ballot> asked =
        List.of(ballot(4, 3), ballot(5, 1), PROMISED, ballot(5, 3), ballot(6, 1), ballot(6, 2));
    for (Ballot ballot : asked) {
      for (long prefix = 0; prefix <= SLOTS + 1; prefix++) {
        for (boolean isForgotten : new boolean[] {false, true}) {
          grid.add(Arguments.of(ballot, prefix, isForgotten));
        }
      }
    }
    return grid.stream();
  }

  @ParameterizedTest
  @MethodSource("grid")
  void promisesUnlessAHigherBallotIsPromisedAndTellsEveryVoteThatMatters(
      Ballot asked, long prefix, boolean isForgotten) {
    for (SortedMap<Long, Vote> votes : allVotes()) {
      for (long firstSlot = 1; firstSlot <= SLOTS + 2; firstSlot++) {
        check(asked, prefix, isForgotten, votes, firstSlot);
      }
    }
  }

  private static void check(
      Ballot asked, long prefix, boolean isForgotten, SortedMap<Long, Vote> votes, long firstSlot) {
    Outbox outbox = new Outbox(NODE_1);
    Acceptor acceptor = acceptor(outbox, votes);
    if (isForgotten) {
      acceptor.forgetThrough(prefix);
    }

    acceptor.onPrepare(NODE_2, new Prepare(asked, firstSlot), prefix, 1);

    Effects effects = outbox.drain();
    String state = asked + " from " + firstSlot + ", prefix " + prefix + ", votes " + votes;
    boolean isGranted = asked.compareTo(PROMISED) >= 0;
    assertThat(acceptor.promised()).as(state).isEqualTo(isGranted ? asked : PROMISED);
    assertThat(effects.records()).as(state).isEqualTo(expectedRecords(asked));
    assertThat(effects.messages())
        .as(state)
        .isEqualTo(
            isGranted
                ? List.<Envelope<Message>>of()
                : List.of(new Envelope<>(NODE_2, new Nack(asked, PROMISED))));
    SortedMap<Long, Vote> told = new TreeMap<>(votes);
    told.keySet().removeIf(slot -> slot < firstSlot || slot <= prefix);
    assertThat(effects.vows())
        .as(state)
        .isEqualTo(
            isGranted
                ? List.of(
                    new Envelope<>(
                        NODE_2,
                        new Promise(
                            asked,
                            Math.max(firstSlot, prefix + 1),
                            Long.MAX_VALUE,
                            prefix,
                            1,
                            told)))
                : List.of());
  }

  private static List<LogRecord> expectedRecords(Ballot asked) {
    return asked.compareTo(PROMISED) > 0
        ? List.of(new LogRecord.Promised(asked))
        : List.<LogRecord>of();
  }

  /** Makes an acceptor that has cast these votes and promised {@link #PROMISED}. */
  private static Acceptor acceptor(Outbox outbox, SortedMap<Long, Vote> votes) {
    List<LogRecord> records = new ArrayList<>();
    votes.forEach((slot, vote) -> records.add(new LogRecord.Voted(slot, vote)));
    records.add(new LogRecord.Promised(PROMISED));
    return new Acceptor(outbox, recovered(records), Samples.PAGE_BYTES);
  }

  /** Every way to have voted in each slot in an old ballot, in the one promised, or not at all. */
  private static List<SortedMap<Long, Vote>> allVotes() {
    List<SortedMap<Long, Vote>> all = new ArrayList<>();
    all.add(new TreeMap<>());
    for (long slot = 1; slot <= SLOTS; slot++) {
      for (SortedMap<Long, Vote> votes : List.copyOf(all)) {
        for (Ballot ballot : List.of(OLD, PROMISED)) {
          SortedMap<Long, Vote> more = new TreeMap<>(votes);
          more.put(slot, vote(ballot, RED));
          all.add(more);
        }
      }
    }
    return all;
  }
}
