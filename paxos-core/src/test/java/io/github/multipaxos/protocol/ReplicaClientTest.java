package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BATCH_BYTES;
import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.WINDOW_SLOTS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.protocol.Outcome.Rejected;
import io.github.multipaxos.protocol.Outcome.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicaClientTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final Solo node = new Solo(1, 3);

  private void follow(Ballot leader, long round, long barrierSlot) {
    node.receive(leader.node().value(), new Heartbeat(leader, round, barrierSlot, 0));
  }

  private List<Command> proposedTo(int peer) {
    List<Command> commands = new ArrayList<>();
    node.saidTo(peer, Accept.class)
        .forEach(accept -> commands.addAll(Samples.commands(accept.decree())));
    return commands;
  }

  @Test
  void forwardsToTheLeaderItFollows() {
    node.propose(command(1, 1));
    assertThat(node.sent).isEmpty();

    follow(LEADER, 1, 0);
    node.propose(command(1, 2));

    assertThat(node.saidTo(2, Forward.class))
        .containsExactly(
            new Forward(LEADER, List.of(command(1, 1))),
            new Forward(LEADER, List.of(command(1, 2))));
    assertThat(node.saidTo(3, Forward.class)).isEmpty();
  }

  /** Rule C2: it was good in that ballot only. */
  @Test
  void forwardsNothingASecondTimeToAnotherLeader() {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));

    follow(ballot(4, 3), 1, 0);
    node.ticks(RETRANSMIT_TICKS);
    follow(ballot(4, 3), 2, 0);

    assertThat(node.saidTo(3, Forward.class)).isEmpty();
  }

  @Test
  void forwardsAgainToTheSameLeaderWhatIsNotAnswered() {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));
    node.ticks(RETRANSMIT_TICKS - 1);
    assertThat(node.saidTo(2, Forward.class)).hasSize(1);

    node.ticks(1);

    assertThat(node.saidTo(2, Forward.class))
        .hasSize(2)
        .containsOnly(new Forward(LEADER, List.of(command(1, 1))));
  }

  /** Rule C2: however often they come, and while they wait, are open or are chosen. */
  @Test
  void proposesForwardedCommandsOnce() {
    Ballot ballot = node.leadThroughBarrier(2);
    Forward forward = new Forward(ballot, List.of(command(3, 1), command(3, 2)));

    node.receive(3, forward);
    node.receive(3, forward);
    node.receive(2, new Accepted(ballot, 2));
    node.sync();
    node.receive(3, forward);
    node.receive(3, new Forward(ballot, List.of(command(3, 2), command(3, 3))));

    assertThat(proposedTo(2)).containsExactly(command(3, 1), command(3, 2), command(3, 3));
    assertThat(node.said(Refused.class)).isEmpty();
  }

  @Test
  void refusesWhatItHasNoRoomForWhenItsWindowIsFull() {
    Ballot ballot = node.leadThroughBarrier(2);
    for (long sequence = 1; sequence <= WINDOW_SLOTS; sequence++) {
      node.receive(3, new Forward(ballot, List.of(command(3, sequence, BATCH_BYTES))));
    }
    assertThat(proposedTo(2)).hasSize(WINDOW_SLOTS);

    for (long sequence = 1; sequence <= 7; sequence++) {
      node.receive(3, new Forward(ballot, List.of(command(3, 100 + sequence))));
    }

    assertThat(proposedTo(2)).hasSize(WINDOW_SLOTS); // 500 bytes wait: six commands of 74
    assertThat(node.saidTo(3, Refused.class))
        .containsExactly(
            new Refused(ballot, List.of(command(3, 107).id()), Refused.Reason.OVERLOADED));
  }

  @Test
  void opensSlotsAsItsPrefixGrows() {
    Ballot ballot = node.leadThroughBarrier(2);
    for (long sequence = 1; sequence <= WINDOW_SLOTS + 3; sequence++) {
      node.propose(command(1, sequence, BATCH_BYTES));
    }
    assertThat(proposedTo(2)).hasSize(WINDOW_SLOTS);

    node.receive(2, new Accepted(ballot, 3)); // above a gap
    node.sync();
    assertThat(proposedTo(2)).hasSize(WINDOW_SLOTS);
    node.receive(2, new Accepted(ballot, 2));

    assertThat(proposedTo(2)).hasSize(WINDOW_SLOTS + 2);
  }

  @Test
  void givesTheBatchTheLeadersTime() {
    node.leadThroughBarrier(2);
    long now = 1_000_000 + node.tick;

    node.propose(command(1, 1));

    assertThat(node.saidTo(2, Accept.class))
        .extracting(Accept::decree)
        .containsExactly(new Decree.CommandBatch(now, List.of(command(1, 1))));
  }

  @Test
  void saysNothingOfACommandThatIsChosen() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.propose(command(1, 1), node.tick + 5);
    node.receive(2, new Accepted(ballot, 2));
    node.sync();

    node.ticks(6);
    node.step(new Event.Closing());

    assertThat(node.chosen).flatExtracting(it -> Samples.commands(it.decree())).hasSize(1);
    assertThat(node.outcomes).isEmpty();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            Refused.Reason.OVERLOADED, List.of(new Rejected(1, Rejected.Reason.OVERLOADED)), 0),
        Arguments.of(Refused.Reason.NOT_LEADING, List.of(), 1),
        Arguments.of(Refused.Reason.UNKNOWN_BALLOT, List.of(), 1));
  }

  /** Rule C3. What was certainly not proposed may be offered to the next leader, in its ballot. */
  @ParameterizedTest
  @MethodSource("refusals")
  void makesOfARefusalWhatItSaysAndNoMore(
      Refused.Reason reason, List<Outcome> expected, int forwards) {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));
    follow(ballot(4, 3), 1, 0);

    Refused refused = new Refused(LEADER, List.of(command(1, 1).id()), reason);
    node.receive(2, refused);
    node.receive(2, refused);

    assertThat(node.outcomes).isEqualTo(expected);
    assertThat(node.saidTo(3, Forward.class)).hasSize(forwards);
  }

  /** Rules C1 and C5. */
  @Test
  void rejectsAtTheDeadlineOnlyWhatNeverLeft() {
    node.propose(command(1, 1), 3);
    node.ticks(2);
    assertThat(node.outcomes).isEmpty();
    node.ticks(1);
    assertThat(node.outcomes).containsExactly(new Rejected(1, Rejected.Reason.DEADLINE));

    follow(LEADER, 1, 0);
    node.propose(command(1, 2), 5);
    node.ticks(2);

    assertThat(node.outcomes.subList(1, 2))
        .containsExactly(new Unknown(2, Unknown.Reason.DEADLINE));
    assertThat(node.saidTo(2, Forward.class))
        .containsExactly(new Forward(LEADER, List.of(command(1, 2))));
  }

  @Test
  void doesNotKnowAtTheDeadlineWhatBecameOfItsOwnProposals() {
    node.leadThroughBarrier(2);
    node.propose(command(1, 1), node.tick + 2);

    node.ticks(2);

    assertThat(node.outcomes).containsExactly(new Unknown(1, Unknown.Reason.DEADLINE));
  }

  @Test
  void answersEverybodyWhenItCloses() {
    node.propose(command(1, 1));
    follow(LEADER, 1, 0);
    node.receive(3, new Prepare(ballot(4, 3), 1)); // nobody leads now
    node.propose(command(1, 2));

    node.step(new Event.Closing());

    assertThat(node.outcomes)
        .containsExactly(
            new Unknown(1, Unknown.Reason.STOPPED), new Rejected(2, Rejected.Reason.STOPPED));
  }

  /** Rule C4. */
  @Test
  void givesWhatAnEarlierLeaderWasGivenToTheNextWhenItsBarrierIsChosen() {
    follow(LEADER, 1, 1);
    node.propose(command(1, 1));

    follow(ballot(4, 3), 1, 5);
    node.receive(3, new Decrees(1, List.of(RED, RED, RED, RED), 4));
    assertThat(node.saidTo(3, Forward.class)).isEmpty();
    node.receive(3, new Decrees(5, List.of(Samples.NOOP), 5));
    node.ticks(1);

    assertThat(node.outcomes).isEmpty();
    assertThat(node.saidTo(3, Forward.class))
        .containsExactly(new Forward(ballot(4, 3), List.of(command(1, 1))));
  }

  @Test
  void seesItsCommandChosenBelowTheBarrierOfTheNextLeader() {
    follow(LEADER, 1, 1);
    node.propose(command(1, 1));

    follow(ballot(4, 3), 1, 2);
    node.receive(3, new Decrees(1, List.of(Samples.batch(command(1, 1)), Samples.NOOP), 2));

    assertThat(node.outcomes).isEmpty();
    assertThat(node.chosen).hasSize(2);
  }

  /** A barrier told while its leader still recovers is none. */
  @Test
  void givesUpNothingWhileTheNextLeaderRecovers() {
    follow(LEADER, 1, 1);
    node.propose(command(1, 1));

    follow(ballot(4, 3), 1, 0);
    node.ticks(ELECTION_TICKS / 2);

    assertThat(node.outcomes).isEmpty();
  }

  @Test
  void tellsForwardersWhatItHasNotProposedWhenItStopsLeading() {
    Ballot ballot = node.leadThroughBarrier(2);
    for (long sequence = 1; sequence <= WINDOW_SLOTS + 1; sequence++) {
      node.receive(3, new Forward(ballot, List.of(command(3, sequence, BATCH_BYTES))));
    }

    node.receive(2, new Prepare(ballot(9, 2), 1));

    assertThat(node.saidTo(3, Refused.class))
        .containsExactly(
            new Refused(
                ballot, List.of(command(3, WINDOW_SLOTS + 1).id()), Refused.Reason.NOT_LEADING));
    node.receive(3, new Forward(ballot, List.of(command(3, 1, BATCH_BYTES))));
    assertThat(node.saidTo(3, Refused.class)).hasSize(1); // proposed once: no word is true
  }

  @Test
  void doesNotSpeakForALeadershipItHasForgotten() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.receive(3, new Forward(ballot, List.of(command(3, 1))));
    node.crash();

    node.receive(3, new Forward(ballot, List.of(command(3, 1))));

    assertThat(node.saidTo(3, Refused.class))
        .containsExactly(
            new Refused(ballot, List.of(command(3, 1).id()), Refused.Reason.UNKNOWN_BALLOT));
  }

  /** It says itself that it leads no more: there is nobody to forward to, or to follow. */
  @Test
  void followsNobodyWhoSaysThatHeDoesNotLead() {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));

    node.receive(2, new Refused(LEADER, List.of(command(1, 1).id()), Refused.Reason.NOT_LEADING));
    follow(LEADER, 2, 0); // a heartbeat of before

    assertThat(node.replica.leader()).isEqualTo(Ballot.NONE);
    assertThat(node.noticed(Notice.LosesLeader.class))
        .containsExactly(new Notice.LosesLeader(LEADER));
    assertThat(node.saidTo(2, Forward.class)).hasSize(1);
    follow(ballot(4, 2), 1, 0);
    assertThat(node.saidTo(2, Forward.class))
        .contains(new Forward(ballot(4, 2), List.of(command(1, 1))));
  }

  @Test
  void followsOnWhoeverIsOnlyOverloaded() {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));

    node.receive(2, new Refused(LEADER, List.of(command(1, 1).id()), Refused.Reason.OVERLOADED));

    assertThat(node.replica.leader()).isEqualTo(LEADER);
  }

  @Test
  void followsOnALaterLeaderThanTheOneThatRefuses() {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));
    follow(ballot(4, 3), 1, 0);

    node.receive(2, new Refused(LEADER, List.of(command(1, 1).id()), Refused.Reason.NOT_LEADING));

    assertThat(node.replica.leader()).isEqualTo(ballot(4, 3));
  }

  /** Rule C4: the barrier of the leader before is not that of the leader now. */
  @Test
  void doesNotTakeTheBarrierOfAnEarlierLeaderForThatOfTheNext() {
    follow(LEADER, 1, 0);
    node.propose(command(1, 1));
    node.receive(2, new Decrees(1, List.of(RED), 1));
    follow(ballot(4, 3), 1, 0);

    follow(LEADER, 2, 1); // late

    assertThat(node.outcomes).isEmpty();
  }
}
