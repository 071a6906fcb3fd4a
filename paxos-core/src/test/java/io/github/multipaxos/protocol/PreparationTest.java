package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NODE_4;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.members;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {

  private static final Ballot BALLOT = ballot(4, 1);

  private final Preparation preparation = new Preparation(config(1, 3), BALLOT, 1, 0);

  private static Promise promise(Ballot ballot) {
    return Solo.promise(ballot, 0, new TreeMap<>());
  }

  private static Promise promise(long chosenThrough, Map<Long, Vote> votes) {
    return Solo.promise(BALLOT, chosenThrough, new TreeMap<>(votes));
  }

  /** Rule P2. One promise fewer than a quorum is none; one voter's two are one. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3", "6,4", "7,4", "8,5", "9,5"})
  void isPromisedByAMajorityAndNotByLess(int size, int quorum) {
    Preparation preparation = new Preparation(config(1, size), BALLOT, 1, 0);
    for (int i = 1; i < quorum; i++) {
      preparation.onPromise(NodeId.of(i), promise(BALLOT));
      preparation.onPromise(NodeId.of(i), promise(BALLOT));
    }
    assertThat(preparation.isPromised(0)).isFalse();

    preparation.onPromise(NodeId.of(quorum), promise(BALLOT));

    assertThat(preparation.isPromised(0)).isTrue();
  }

  @Test
  void asksForAPrepareQuorumWhereTheQuorumsDiffer() {
    Preparation preparation = new Preparation(config(1, members(5, 4, 2)), BALLOT, 1, 0);
    for (NodeId node : List.of(NODE_1, NODE_2, NODE_3)) {
      preparation.onPromise(node, promise(BALLOT));
    }
    assertThat(preparation.isPromised(0)).isFalse();

    preparation.onPromise(NODE_4, promise(BALLOT));

    assertThat(preparation.isPromised(0)).isTrue();
  }

  /** Rule P2. Promises of an attempt before, or of somebody else's, say nothing about this one. */
  @ParameterizedTest
  @ValueSource(strings = {"3.1", "4.0", "4.2", "5.1"})
  void ignoresPromisesOfOtherBallots(String other) {
    int dot = other.indexOf('.');
    Ballot ballot =
        ballot(Long.parseLong(other.substring(0, dot)), Integer.parseInt(other.substring(dot + 1)));

    preparation.onPromise(NODE_1, promise(ballot));
    preparation.onPromise(
        NODE_2, Solo.promise(ballot, 9, new TreeMap<>(Map.of(1L, vote(ballot(3, 2), RED)))));

    assertThat(preparation.isPromised(0)).isFalse();
    assertThat(preparation.highestVotes()).isEmpty();
    assertThat(preparation.chosenThrough()).isZero();
  }

  @Test
  void keepsPerSlotTheVoteOfTheHighestBallotInEitherOrderOfArrival() {
    Map<Long, Vote> low = Map.of(1L, vote(ballot(1, 3), RED), 2L, vote(ballot(3, 2), RED));
    Map<Long, Vote> high =
        Map.of(1L, vote(ballot(2, 1), BLUE), 2L, vote(ballot(2, 3), BLUE), 3L, vote(BALLOT, BLUE));
    Preparation other = new Preparation(config(1, 3), BALLOT, 1, 0);

    preparation.onPromise(NODE_2, promise(0, low));
    preparation.onPromise(NODE_3, promise(0, high));
    other.onPromise(NODE_3, promise(0, high));
    other.onPromise(NODE_2, promise(0, low));

    SortedMap<Long, Vote> expected = new TreeMap<>();
    expected.put(1L, vote(ballot(2, 1), BLUE));
    expected.put(2L, vote(ballot(3, 2), RED));
    expected.put(3L, vote(BALLOT, BLUE));
    assertThat(preparation.highestVotes()).isEqualTo(expected);
    assertThat(other.highestVotes()).isEqualTo(expected);
  }

  @Test
  void doesNotCountVotesOfAPromiseThatIsNotComplete() {
    SortedMap<Long, Vote> votes = new TreeMap<>(Map.of(1L, vote(ballot(3, 2), RED)));
    preparation.onPromise(NODE_1, promise(BALLOT));

    preparation.onPromise(NODE_2, new Promise(BALLOT, 1, 1, 0, 1, votes));

    assertThat(preparation.isPromised(0)).isFalse();
    assertThat(preparation.highestVotes()).isEmpty();
    preparation.onPromise(NODE_2, new Promise(BALLOT, 2, Long.MAX_VALUE, 0, 1, new TreeMap<>()));
    assertThat(preparation.isPromised(0)).isTrue();
    assertThat(preparation.highestVotes()).isEqualTo(votes);
  }

  @Test
  void asksAgainOnlyForWhatIsMissing() {
    preparation.onPromise(NODE_2, new Promise(BALLOT, 1, 4, 0, 1, new TreeMap<>()));
    preparation.onPromise(NODE_2, new Promise(BALLOT, 7, 9, 0, 1, new TreeMap<>()));

    assertThat(preparation.prepareFor(NODE_2)).isEqualTo(new Prepare(BALLOT, 5));
    assertThat(preparation.prepareFor(NODE_3)).isEqualTo(preparation.prepare());

    preparation.onPromise(NODE_2, new Promise(BALLOT, 5, 6, 0, 1, new TreeMap<>()));
    assertThat(preparation.prepareFor(NODE_2)).isEqualTo(new Prepare(BALLOT, 10));
  }

  @Test
  void doesNotMixPagesOfTwoAcceptors() {
    preparation.onPromise(NODE_1, promise(BALLOT));

    preparation.onPromise(NODE_2, new Promise(BALLOT, 1, 1, 0, 1, new TreeMap<>()));
    preparation.onPromise(NODE_3, new Promise(BALLOT, 2, Long.MAX_VALUE, 0, 1, new TreeMap<>()));

    assertThat(preparation.isPromised(0)).isFalse();
  }

  @Test
  void knowsWhoseChosenPrefixIsTheLongest() {
    preparation.onPromise(NODE_2, promise(7, Map.of()));
    preparation.onPromise(NODE_3, promise(5, Map.of()));

    assertThat(preparation.chosenThrough()).isEqualTo(7);
    assertThat(preparation.furthest()).isEqualTo(NODE_2);
  }

  @Test
  void asksAgainWhoeverHasNotPromisedOnceInAWhile() {
    preparation.onPromise(NODE_1, promise(BALLOT));

    assertThat(preparation.isDue(RETRANSMIT_TICKS - 1, RETRANSMIT_TICKS)).isFalse();
    assertThat(preparation.isDue(RETRANSMIT_TICKS, RETRANSMIT_TICKS)).isTrue();
    assertThat(preparation.missing()).containsExactly(NODE_2, NODE_3);
    assertThat(preparation.isDue(RETRANSMIT_TICKS + 1, RETRANSMIT_TICKS)).isFalse();
    preparation.onPromise(NODE_3, promise(BALLOT));
    assertThat(preparation.isDue(2L * RETRANSMIT_TICKS, RETRANSMIT_TICKS)).isTrue();
    assertThat(preparation.missing()).containsExactly(NODE_2);
  }

  @Test
  void givesUpAfterTwoElectionTimeouts() {
    assertThat(preparation.isOver(2L * ELECTION_TICKS - 1)).isFalse();
    assertThat(preparation.isOver(2L * ELECTION_TICKS)).isTrue();
  }
}
