package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NOBODY_ABSENT;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerProgressTest {

  private final PeerProgress peers = new PeerProgress(members(3), NODE_1, 0);

  /** Rule R2. Itself and one peer fewer than a quorum are not a quorum. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3", "6,4", "7,4", "8,5", "9,5"})
  void isConfirmedByAMajorityThatItIsPartOf(int size, int quorum) {
    PeerProgress peers = new PeerProgress(members(size), NODE_1, 0);
    for (int i = 2; i <= quorum; i++) {
      assertThat(peers.isConfirmed(5)).isFalse();
      peers.onConfirmed(NodeId.of(i), 5, 0);
    }

    assertThat(peers.isConfirmed(5)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4,5,false", "5,5,true", "6,5,true"})
  void isConfirmedByAnswersToThatRoundOrALaterOne(long answered, long round, boolean expected) {
    peers.onConfirmed(NODE_2, answered, 0);

    assertThat(peers.isConfirmed(round)).isEqualTo(expected);
  }

  @Test
  void doesNotUnlearnALaterAnswerByAnEarlierOne() {
    peers.onConfirmed(NODE_2, 6, 9);

    peers.onConfirmed(NODE_2, 5, 3);

    assertThat(peers.isConfirmed(6)).isTrue();
    peers.onConfirmed(NODE_3, 6, 8);
    assertThat(peers.furthest(NOBODY_ABSENT, 0, ELECTION_TICKS)).isEqualTo(NODE_2);
  }

  /** An accept quorum confirms, for only that meets every prepare quorum. */
  @Test
  void isConfirmedByAnAcceptQuorumWhereTheQuorumsDiffer() {
    PeerProgress small = new PeerProgress(members(5, 4, 2), NODE_1, 0);
    PeerProgress large = new PeerProgress(members(5, 2, 4), NODE_1, 0);

    small.onConfirmed(NODE_2, 1, 0);
    large.onConfirmed(NODE_2, 1, 0);
    large.onConfirmed(NODE_3, 1, 0);

    assertThat(small.isConfirmed(1)).isTrue();
    assertThat(large.isConfirmed(1)).isFalse();
  }

  /** Rule E4. */
  @Test
  void missesItsQuorumAnElectionTimeoutAfterItWasHeardLast() {
    peers.onHeard(NODE_3, 5);

    assertThat(peers.isQuorumHeard(4 + ELECTION_TICKS, ELECTION_TICKS)).isTrue();
    assertThat(peers.isQuorumHeard(5 + ELECTION_TICKS, ELECTION_TICKS)).isFalse();
  }

  @Test
  void countsOnlyVoters() {
    peers.onHeard(NodeId.of(9), 100);
    peers.onConfirmed(NodeId.of(9), 100, 100);

    assertThat(peers.isQuorumHeard(100, ELECTION_TICKS)).isFalse();
    assertThat(peers.isConfirmed(100)).isFalse();
    assertThat(peers.furthest(NOBODY_ABSENT, 0, ELECTION_TICKS)).isEqualTo(NODE_2);
  }

  @Test
  void findsThePeerFurthestAheadAmongThoseHeardLately() {
    peers.onConfirmed(NODE_2, 1, 8);
    peers.onConfirmed(NODE_3, 1, 9);
    assertThat(peers.furthest(NOBODY_ABSENT, 0, ELECTION_TICKS)).isEqualTo(NODE_3);

    peers.onHeard(NODE_2, ELECTION_TICKS);

    assertThat(peers.furthest(NOBODY_ABSENT, ELECTION_TICKS, ELECTION_TICKS)).isEqualTo(NODE_2);
    assertThat(peers.furthest(NOBODY_ABSENT, 2 * ELECTION_TICKS, ELECTION_TICKS))
        .isEqualTo(NodeId.NOBODY);
  }

  @Test
  void findsNobodyWhereThereIsNobodyElse() {
    PeerProgress alone = new PeerProgress(members(1), NODE_1, 0);

    assertThat(alone.furthest(NOBODY_ABSENT, 0, ELECTION_TICKS)).isEqualTo(NodeId.NOBODY);
    assertThat(alone.isQuorumHeard(1000, ELECTION_TICKS)).isTrue();
    assertThat(alone.isConfirmed(1000)).isTrue();
  }
}
