package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.model.Ballot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a node is doing, and whatever is answered in its own ballot, an earlier or a later one:
 * only answers in the ballot it is in, to what it is doing, count. Rules P2, P7, P10, E1 and C2.
 */
class ReplicaAnswerGridTest {

  private static final Ballot MINE = Situation.MINE;

  static Stream<Arguments> grid() {
    List<Arguments> grid = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      for (Ballot ballot : List.of(ballot(5, 2), ballot(6, 1), MINE, ballot(6, 3), ballot(7, 2))) {
        grid.add(Arguments.of(situation, ballot));
      }
    }
    return grid.stream();
  }

  private static void owesNothing(Effects effects) {
    assertThat(effects.messages()).isEmpty();
    assertThat(effects.vows()).isEmpty();
    assertThat(effects.records()).isEmpty();
    assertThat(effects.chosen()).isEmpty();
  }

  private static void isAsBefore(Solo node, Situation situation) {
    assertThat(node.replica.standing()).isEqualTo(situation.standing());
    assertThat(node.replica.leader()).isEqualTo(situation.leader());
    assertThat(node.replica.promised()).isEqualTo(situation.promised());
  }

  @ParameterizedTest
  @MethodSource("grid")
  void countsPromises(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    Effects effects = node.receive(3, Solo.promise(ballot, 0, new TreeMap<>()));

    if (situation == Situation.PREPARING && ballot.equals(MINE)) {
      assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
      assertThat(node.replica.leader()).isEqualTo(MINE);
      assertThat(node.said(Accept.class)).allMatch(it -> it.ballot().equals(MINE)).isNotEmpty();
    } else {
      owesNothing(effects);
      isAsBefore(node, situation);
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void countsVotes(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    node.receive(3, new Accepted(ballot, 1));

    boolean counts = situation == Situation.LEADING && ballot.equals(MINE);
    assertThat(node.chosen).hasSize(counts ? 1 : 0); // its own vote is on disk already
    assertThat(node.replica.chosenThrough()).isEqualTo(counts ? 1 : 0);
    isAsBefore(node, situation);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void yieldsToRefusals(Situation situation, Ballot ballot) {
    boolean hasBallot = situation == Situation.PREPARING || situation == Situation.LEADING;
    for (Ballot promised : List.of(ballot(5, 1), MINE, ballot(6, 3), ballot(8, 1))) {
      Solo node = situation.node();

      Effects effects = node.receive(3, new Nack(ballot, promised));

      owesNothing(effects);
      assertThat(node.replica.promised()).isEqualTo(situation.promised());
      boolean isDeposed = hasBallot && ballot.equals(MINE) && promised.compareTo(MINE) > 0;
      if (isDeposed) {
        assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
        assertThat(node.replica.leader()).isEqualTo(Ballot.NONE);
        assertThat(node.noticed(Notice.StepsDown.class)).hasSize(1);
      } else {
        isAsBefore(node, situation);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void countsYesses(Situation situation, Ballot ballot) {
    for (long attempt = 0; attempt <= 2; attempt++) {
      Solo node = situation.node();

      node.receive(3, new CanvassAnswer(ballot, attempt, true, ballot(5, 1)));
      node.sync();

      if (situation == Situation.CANVASSING && ballot.equals(MINE) && attempt == 1) {
        assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
        assertThat(node.replica.promised()).isEqualTo(MINE);
        assertThat(node.vowedTo(3, Prepare.class)).containsExactly(new Prepare(MINE, 1));
      } else {
        assertThat(node.vowed).isEmpty();
        assertThat(node.sent).isEmpty();
        isAsBefore(node, situation);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void takesForwardsInItsOwnBallotWhileItLeads(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    node.receive(3, new Forward(ballot, List.of(command(3, 1))));

    if (situation == Situation.LEADING && ballot.equals(MINE)) {
      assertThat(node.saidTo(1, Accept.class)).hasSize(1);
      assertThat(node.saidTo(3, Refused.class)).isEmpty();
    } else {
      Refused refused =
          new Refused(ballot, List.of(command(3, 1).id()), Refused.Reason.UNKNOWN_BALLOT);
      assertThat(node.sent).extracting(Envelope::message).containsExactly(refused);
    }
    isAsBefore(node, situation);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void isHeardByAcksInItsOwnBallotOnly(Situation situation, Ballot ballot) {
    Solo node = situation.node();

    for (int i = 0; i < 3 * Samples.ELECTION_TICKS; i++) {
      node.ticks(1);
      node.receive(3, new HeartbeatAck(ballot, 1, 0));
    }

    boolean isHeard = situation == Situation.LEADING && ballot.equals(MINE);
    assertThat(node.replica.standing() == Standing.LEADING).isEqualTo(isHeard);
  }
}
