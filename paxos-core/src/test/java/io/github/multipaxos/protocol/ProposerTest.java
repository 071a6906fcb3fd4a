package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.model.Ballot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProposerTest {

  /** What a proposer may be doing. */
  enum State {
    FOLLOWING,
    CANVASSING,
    PREPARING,
    LEADING
  }

  private static final Ballot PROMISED = ballot(5, 3);
  private static final Ballot MINE = ballot(6, 2);
  private static final List<Ballot> BALLOTS =
      List.of(ballot(5, 2), ballot(6, 1), MINE, ballot(6, 3), ballot(7, 2));

  private final Outbox outbox = new Outbox(NODE_2);
  private final Proposer proposer =
      new Proposer(config(2, 3), outbox, new StateCheck(config(2, 3)), new Suffrage(true));

  private void bringTo(State state) {
    if (state == State.CANVASSING) {
      proposer.canvass(PROMISED, 0);
    } else if (state != State.FOLLOWING) {
      proposer.campaign(PROMISED, 0, 0);
    }
    if (state == State.LEADING) {
      proposer.onPromise(NODE_2, Solo.promise(MINE, 0, new TreeMap<>()));
      proposer.onPromise(NODE_1, Solo.promise(MINE, 0, new TreeMap<>()));
      proposer.leadIfPromised(0, 0);
    }
    outbox.drain();
  }

  private State state() {
    Proposing state = proposer.state();
    if (state instanceof Leadership) {
      return State.LEADING;
    } else if (state instanceof Preparation) {
      return State.PREPARING;
    }
    return state instanceof Canvassing ? State.CANVASSING : State.FOLLOWING;
  }

  static Stream<Arguments> statesAndBallots() {
    List<Arguments> grid = new ArrayList<>();
    for (State state : State.values()) {
      for (Ballot ballot : BALLOTS) {
        grid.add(Arguments.of(state, ballot));
      }
    }
    return grid.stream();
  }

  /** Rule P10: of its own ballot, and naming a higher one. */
  @ParameterizedTest
  @MethodSource("statesAndBallots")
  void isDeposedOnlyByARefusalOfItsBallotForAHigherOne(State state, Ballot asked) {
    for (Ballot promised : BALLOTS) {
      ProposerTest fresh = new ProposerTest();
      fresh.bringTo(state);

      boolean isDeposed = fresh.proposer.isDeposedBy(new Nack(asked, promised));

      boolean hasBallot = state == State.PREPARING || state == State.LEADING;
      boolean expected = hasBallot && asked.equals(MINE) && promised.compareTo(MINE) > 0;
      assertThat(isDeposed).as("%s %s", asked, promised).isEqualTo(expected);
      assertThat(fresh.state()).isEqualTo(state); // stepping down is another step
    }
  }

  @ParameterizedTest
  @MethodSource("statesAndBallots")
  void countsAPromiseOnlyWhilePreparingAndOfItsOwnBallot(State state, Ballot ballot) {
    bringTo(state);

    proposer.onPromise(NODE_2, Solo.promise(ballot, 0, new TreeMap<>()));
    proposer.onPromise(NODE_3, Solo.promise(ballot, 0, new TreeMap<>()));

    boolean counts = state == State.PREPARING && ballot.equals(MINE);
    assertThat(proposer.leadIfPromised(0, 0)).isEqualTo(counts);
    assertThat(state()).isEqualTo(counts ? State.LEADING : state);
  }

  /** Rule P7: in the ballot in which the slot was proposed. */
  @ParameterizedTest
  @MethodSource("statesAndBallots")
  void countsAVoteOnlyWhileLeadingAndInItsOwnBallot(State state, Ballot ballot) {
    bringTo(state);

    assertThat(proposer.onAccepted(NODE_1, new Accepted(ballot, 1), 0)).isNull();

    boolean counts = state == State.LEADING && ballot.equals(MINE);
    assertThat(proposer.onAccepted(NODE_3, new Accepted(ballot, 1), 0))
        .isEqualTo(counts ? NOOP : null);
    assertThat(state()).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("statesAndBallots")
  void countsAYesOnlyWhileCanvassingAndForItsOwnBallot(State state, Ballot ballot) {
    bringTo(state);

    proposer.onCanvassAnswer(NODE_1, new CanvassAnswer(ballot, 1, true, PROMISED));

    assertThat(proposer.isSupported()).isEqualTo(state == State.CANVASSING && ballot.equals(MINE));
    assertThat(state()).isEqualTo(state);
  }

  /** Rule P1: above what it has promised, above what it was told, and never the same twice. */
  @Test
  void campaignsAboveEveryBallotItHasHeardOf() {
    proposer.campaign(PROMISED, 0, 0);
    assertThat(proposer.ballot()).contains(MINE);

    proposer.isDeposedBy(new Nack(MINE, ballot(9, 1)));
    proposer.stepDown("test");
    proposer.campaign(MINE, 0, 0);
    assertThat(proposer.ballot()).contains(ballot(10, 2));

    proposer.onCanvassAnswer(NODE_1, new CanvassAnswer(MINE, 1, false, ballot(12, 1)));
    proposer.stepDown("test");
    proposer.campaign(ballot(10, 2), 0, 0);
    assertThat(proposer.ballot()).contains(ballot(13, 2));

    proposer.stepDown("test");
    proposer.campaign(ballot(20, 1), 0, 0);
    assertThat(proposer.ballot()).contains(ballot(21, 2));
  }

  @Test
  void asksForPromisesFromItsPrefixOnAndOfItselfWithinTheStep() {
    proposer.campaign(PROMISED, 7, 0);

    assertThat(outbox.nextLocal()).isEqualTo(new Prepare(MINE, 8));
    Effects effects = outbox.drain();
    assertThat(effects.vows())
        .containsExactly(
            new Envelope<>(NODE_1, new Prepare(MINE, 8)),
            new Envelope<>(NODE_3, new Prepare(MINE, 8)));
    assertThat(effects.messages()).isEmpty();
    assertThat(effects.notices()).containsExactly(new Notice.Campaigns(MINE));
  }

  @Test
  void asksAroundBeforeItUsesUpABallot() {
    proposer.canvass(PROMISED, 0);

    Effects effects = outbox.drain();
    assertThat(effects.messages())
        .containsExactly(
            new Envelope<>(NODE_1, new Canvass(MINE, 1)),
            new Envelope<>(NODE_3, new Canvass(MINE, 1)));
    assertThat(effects.vows()).isEmpty();
    assertThat(effects.records()).isEmpty();
    assertThat(proposer.ballot()).isEmpty();
  }

  @Test
  void numbersItsAttempts() {
    proposer.canvass(PROMISED, 0);
    proposer.stepDown("test");
    outbox.drain();

    proposer.canvass(PROMISED, 20);

    proposer.onCanvassAnswer(NODE_1, new CanvassAnswer(MINE, 1, true, PROMISED));
    assertThat(proposer.isSupported()).isFalse();
    proposer.onCanvassAnswer(NODE_1, new CanvassAnswer(MINE, 2, true, PROMISED));
    assertThat(proposer.isSupported()).isTrue();
  }

  /** Rule P11. */
  @Test
  void asksAgainForPromisesNotYetGiven() {
    bringTo(State.PREPARING);
    proposer.onPromise(NODE_3, Solo.promise(MINE, 0, new TreeMap<>()));

    proposer.retransmit(0, RETRANSMIT_TICKS - 1);
    assertThat(outbox.drain().vows()).isEmpty();
    proposer.retransmit(0, RETRANSMIT_TICKS);
    assertThat(outbox.drain().vows()).containsExactly(new Envelope<>(NODE_1, new Prepare(MINE, 1)));
  }

  @Test
  void asksAroundAgain() {
    bringTo(State.CANVASSING);

    proposer.retransmit(0, RETRANSMIT_TICKS - 1);
    assertThat(outbox.drain().messages()).isEmpty();
    proposer.retransmit(0, RETRANSMIT_TICKS);
    assertThat(outbox.drain().messages()).hasSize(2);
    proposer.retransmit(0, RETRANSMIT_TICKS + 1);
    assertThat(outbox.drain().messages()).isEmpty();
  }

  @Test
  void failsToCanvassAfterOneElectionTimeoutAndToPrepareAfterTwo() {
    bringTo(State.CANVASSING);
    assertThat(proposer.hasFailed(ELECTION_TICKS - 1)).isFalse();
    assertThat(proposer.hasFailed(ELECTION_TICKS)).isTrue();

    bringTo(State.PREPARING);
    assertThat(proposer.hasFailed(2 * ELECTION_TICKS - 1)).isFalse();
    assertThat(proposer.hasFailed(2 * ELECTION_TICKS)).isTrue();

    bringTo(State.LEADING);
    assertThat(proposer.hasFailed(1000)).isFalse();
  }

  @Test
  void saysWhatItGivesUp() {
    bringTo(State.LEADING);

    proposer.stepDown("somebody else leads");

    assertThat(state()).isEqualTo(State.FOLLOWING);
    assertThat(outbox.drain().notices())
        .containsExactly(new Notice.StepsDown(MINE, 1, "somebody else leads"));
  }

  @Test
  void hasNothingToSayWhenItGivesUpAskingAround() {
    bringTo(State.CANVASSING);

    proposer.stepDown("not answered");

    assertThat(state()).isEqualTo(State.FOLLOWING);
    assertThat(outbox.drain().notices()).isEmpty();
  }
}
