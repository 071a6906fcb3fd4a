package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NODE_4;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.model.Ballot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule E1. */
class CanvassingTest {

  private static final Ballot BALLOT = ballot(4, 1);
  private static final long ATTEMPT = 3;

  private final Canvassing canvassing = new Canvassing(config(1, 3), BALLOT, ATTEMPT, 0);

  private static CanvassAnswer answer(Ballot ballot, long attempt, boolean granted) {
    return new CanvassAnswer(ballot, attempt, granted, Ballot.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, 3, true, true",
    "4, 1, 3, false, false",
    "4, 1, 2, true, false",
    "4, 1, 4, true, false",
    "3, 1, 3, true, false",
    "5, 1, 3, true, false",
    "4, 2, 3, true, false",
  })
  void countsOnlyAYesToThisBallotInThisAttempt(
      long round, int node, long attempt, boolean granted, boolean isCounted) {
    canvassing.onCanvassAnswer(NODE_2, answer(ballot(round, node), attempt, granted));

    assertThat(canvassing.isSupported()).isEqualTo(isCounted);
  }

  @Test
  void isNotSupportedByItselfAlone() {
    canvassing.onCanvassAnswer(NODE_1, answer(BALLOT, ATTEMPT, true));

    assertThat(canvassing.isSupported()).isFalse();
  }

  @Test
  void isSupportedByItselfWhereThereIsNobodyElse() {
    assertThat(new Canvassing(config(1, 1), BALLOT, 1, 0).isSupported()).isTrue();
  }

  @Test
  void needsAPrepareQuorumOfDifferentNodes() {
    Canvassing ofFive = new Canvassing(config(1, members(5, 4, 2)), BALLOT, ATTEMPT, 0);
    ofFive.onCanvassAnswer(NODE_2, answer(BALLOT, ATTEMPT, true));
    ofFive.onCanvassAnswer(NODE_2, answer(BALLOT, ATTEMPT, true));
    ofFive.onCanvassAnswer(NODE_3, answer(BALLOT, ATTEMPT, true));
    assertThat(ofFive.isSupported()).isFalse();

    ofFive.onCanvassAnswer(NODE_4, answer(BALLOT, ATTEMPT, true));

    assertThat(ofFive.isSupported()).isTrue();
  }

  @Test
  void isOverAfterAnElectionTimeout() {
    assertThat(canvassing.isOver(ELECTION_TICKS - 1)).isFalse();
    assertThat(canvassing.isOver(ELECTION_TICKS)).isTrue();
  }
}
