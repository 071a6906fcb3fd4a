package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class BallotsTest {
  private static final NodeId ONE = NodeId.of(1);
  private static final NodeId TWO = NodeId.of(2);
  private static final NodeId THREE = NodeId.of(3);
  private static final Decree RED = decree("red");
  private static final Decree BLUE = decree("blue");

  private final Ballots slot = new Ballots(1, 2);

  private static Decree decree(String text) {
    return new CommandBatch(0, List.of(new Command(new CommandId(ONE, 1, 1), Bytes.utf8(text))));
  }

  private static Ballot ballot(int round, NodeId node) {
    return new Ballot(round, node);
  }

  @Test
  void isChosenByAMajorityOfVotesInOneBallot() {
    assertThat(slot.vote(ONE, ballot(1, ONE), RED)).isFalse();
    assertThat(slot.vote(TWO, ballot(2, ONE), RED)).isFalse();
    assertThat(slot.chosen()).isNull();

    assertThat(slot.vote(TWO, ballot(1, ONE), RED)).isTrue();

    assertThat(slot.chosen()).isEqualTo(RED);
    assertThat(slot.hasVoted(TWO, ballot(1, ONE))).isTrue();
    assertThat(slot.hasVoted(THREE, ballot(1, ONE))).isFalse();
  }

  @Test
  void doesNotCountOneVoteTwice() {
    slot.vote(ONE, ballot(1, ONE), RED);

    assertThat(slot.vote(ONE, ballot(1, ONE), RED)).isFalse();
    assertThat(slot.chosen()).isNull();
  }

  @Test
  void refusesTwoDecreesInOneBallot() {
    slot.propose(ballot(1, ONE), RED);

    assertThatThrownBy(() -> slot.propose(ballot(1, ONE), BLUE)).hasMessageStartingWith("I5");
  }

  @Test
  void refusesAnotherDecreeInAHigherBallotOnceOneIsChosen() {
    slot.vote(ONE, ballot(1, ONE), RED);
    slot.vote(TWO, ballot(1, ONE), RED);

    slot.propose(ballot(2, TWO), RED);
    assertThatThrownBy(() -> slot.propose(ballot(3, TWO), BLUE)).hasMessageStartingWith("I2");
  }

  @Test
  void refusesAChoiceAgainstAHigherBallotThatWasProposedBefore() {
    slot.propose(ballot(2, TWO), BLUE);
    slot.vote(ONE, ballot(1, ONE), RED);

    assertThatThrownBy(() -> slot.vote(TWO, ballot(1, ONE), RED)).hasMessageStartingWith("I2");
  }

  @Test
  void refusesTwoChosenDecrees() {
    slot.vote(ONE, ballot(2, ONE), RED);
    slot.vote(TWO, ballot(2, ONE), RED);
    slot.vote(TWO, ballot(1, TWO), BLUE);

    assertThatThrownBy(() -> slot.vote(THREE, ballot(1, TWO), BLUE)).hasMessageStartingWith("I1");
  }
}
