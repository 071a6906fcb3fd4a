package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BOOT;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.batch;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.protocol.Outcome.Rejected;
import io.github.multipaxos.protocol.Outcome.Unknown;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules C1, C3, C4 and C5. */
class ProposalsTest {

  private static final Ballot BALLOT = ballot(4, 2);

  private final Outbox outbox = new Outbox(NODE_1);
  private final Proposals proposals = new Proposals(outbox, config(1, 3));

  private void proposed(long sequence, long deadlineTick) {
    proposals.onProposed(command(1, sequence), deadlineTick);
  }

  private void given(long sequence, long deadlineTick) {
    proposed(sequence, deadlineTick);
    assertThat(proposals.peekWaiting()).isEqualTo(command(1, sequence));
    assertThat(proposals.give(BALLOT, 0)).isEqualTo(command(1, sequence));
  }

  private void refused(Ballot ballot, long boot, long sequence, Refused.Reason reason) {
    proposals.onRefused(
        new Refused(ballot, List.of(new CommandId(NODE_1, boot, sequence)), reason));
  }

  private List<Outcome> outcomes() {
    return outbox.drain().outcomes();
  }

  @Test
  void givesCommandsInTheOrderInWhichTheyWereProposed() {
    proposed(1, 100);
    proposed(2, 100);

    assertThat(proposals.peekWaiting()).isEqualTo(command(1, 1));
    proposals.give(BALLOT, 0);
    assertThat(proposals.peekWaiting()).isEqualTo(command(1, 2));
    proposals.give(BALLOT, 0);
    assertThat(proposals.peekWaiting()).isNull();
  }

  @Test
  void settlesNothingMoreOnceTheCommandIsChosen() {
    given(1, 10);

    proposals.onChosen(batch(command(1, 1)));

    proposals.expire(10);
    proposals.close();
    assertThat(outcomes()).isEmpty();
  }

  /** A command may be seen to be chosen while it waits: it was given, refused, and yet proposed. */
  @Test
  void doesNotGiveWhatIsChosenAlready() {
    proposed(1, 100);
    proposed(2, 100);

    proposals.onChosen(batch(command(1, 1)));

    assertThat(proposals.peekWaiting()).isEqualTo(command(1, 2));
  }

  @Test
  void doesNotTakeCommandsOfOthersOrOfAnEarlierBootForItsOwn() {
    given(1, 10);

    proposals.onChosen(batch(command(2, 1)));
    proposals.onChosen(batch(new Command(new CommandId(NODE_1, BOOT - 1, 1), Bytes.EMPTY)));
    proposals.onChosen(NOOP);

    proposals.expire(10);
    assertThat(outcomes()).containsExactly(new Unknown(1, Unknown.Reason.DEADLINE));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            Refused.Reason.OVERLOADED, List.of(new Rejected(1, Rejected.Reason.OVERLOADED)), false),
        Arguments.of(Refused.Reason.NOT_LEADING, List.of(), true),
        Arguments.of(Refused.Reason.UNKNOWN_BALLOT, List.of(), true));
  }

  /** Rule C3. */
  @ParameterizedTest
  @MethodSource("refusals")
  void makesOfARefusalWhatItSaysAndNoMore(
      Refused.Reason reason, List<Outcome> expected, boolean waitsAgain) {
    given(1, 100);

    refused(BALLOT, BOOT, 1, reason);

    assertThat(outcomes()).isEqualTo(expected);
    assertThat(proposals.peekWaiting()).isEqualTo(waitsAgain ? command(1, 1) : null);
    refused(BALLOT, BOOT, 1, reason);
    assertThat(outcomes()).isEmpty();
    if (waitsAgain) {
      proposals.give(BALLOT, 0);
      assertThat(proposals.peekWaiting()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Refused.Reason.class)
  void ignoresRefusalsOfWhatItDidNotGiveInThatBallotAndBoot(Refused.Reason reason) {
    given(1, 100);
    proposed(2, 100);

    refused(ballot(3, 2), BOOT, 1, reason);
    refused(ballot(5, 2), BOOT, 1, reason);
    refused(BALLOT, BOOT - 1, 1, reason);
    refused(BALLOT, BOOT, 2, reason);
    refused(BALLOT, BOOT, 3, reason);
    refused(Ballot.NONE, BOOT, 2, Refused.Reason.NOT_LEADING);

    assertThat(outcomes()).isEmpty();
    proposals.expire(100);
    assertThat(outcomes())
        .containsExactly(
            new Unknown(1, Unknown.Reason.DEADLINE), new Rejected(2, Rejected.Reason.DEADLINE));
  }

  /** A refusal that comes twice, the second time after the command was given to the next leader. */
  @Test
  void isNotMisledByALateRefusalOfAnEarlierBallot() {
    given(1, 100);
    refused(BALLOT, BOOT, 1, Refused.Reason.NOT_LEADING);
    proposals.peekWaiting();
    proposals.give(ballot(5, 3), 0);

    refused(BALLOT, BOOT, 1, Refused.Reason.NOT_LEADING);
    refused(BALLOT, BOOT, 1, Refused.Reason.OVERLOADED);

    assertThat(proposals.peekWaiting()).isNull();
    assertThat(outcomes()).isEmpty();
  }

  /** Rule C4. */
  @Test
  void givesWhatAnEarlierLeaderWasGivenToALaterOnceThatHasRecovered() {
    given(1, 100);
    proposed(2, 100);

    proposals.onRecovered(ballot(4, 1));
    proposals.onRecovered(BALLOT);
    assertThat(outcomes()).isEmpty();
    proposals.onRecovered(ballot(4, 3));

    assertThat(outcomes()).isEmpty();
    assertThat(proposals.peekWaiting()).isEqualTo(command(1, 1));
    proposals.give(ballot(4, 3), 0);
    assertThat(proposals.peekWaiting()).isEqualTo(command(1, 2));
  }

  /** Rule C3. An earlier leader may have proposed it, whatever a later one says of itself. */
  @ParameterizedTest
  @EnumSource(
      value = Refused.Reason.class,
      names = {"OVERLOADED", "NOT_LEADING"})
  void neverRejectsWhatAnEarlierLeaderMayHaveProposed(Refused.Reason reason) {
    given(1, 100);
    proposals.onRecovered(ballot(4, 3));
    proposals.give(ballot(4, 3), 0);

    refused(ballot(4, 3), BOOT, 1, reason);
    proposals.expire(100);

    assertThat(outcomes()).hasSize(1).first().isInstanceOf(Unknown.class);
  }

  @Test
  void forgetsWhatWaitedForALaterLeaderOnceItIsSeenChosen() {
    given(1, 100);
    proposals.onRecovered(ballot(4, 3));

    proposals.onChosen(batch(command(1, 1)));

    assertThat(proposals.peekWaiting()).isNull();
    proposals.expire(100);
    assertThat(outcomes()).isEmpty();
  }

  /** Rule C5. */
  @Test
  void rejectsWhatWaitsAndKnowsNothingOfWhatWasGivenWhenTheDeadlinePasses() {
    given(1, 10);
    proposed(2, 10);
    proposed(3, 11);

    proposals.expire(9);
    assertThat(outcomes()).isEmpty();
    proposals.expire(10);
    assertThat(outcomes())
        .containsExactly(
            new Unknown(1, Unknown.Reason.DEADLINE), new Rejected(2, Rejected.Reason.DEADLINE));
    assertThat(proposals.peekWaiting()).isEqualTo(command(1, 3));
    proposals.expire(11);
    assertThat(outcomes()).containsExactly(new Rejected(3, Rejected.Reason.DEADLINE));
    assertThat(proposals.peekWaiting()).isNull();
  }

  @Test
  void settlesEverythingOnClosing() {
    given(1, 100);
    proposed(2, 100);

    proposals.close();

    assertThat(outcomes())
        .containsExactly(
            new Unknown(1, Unknown.Reason.STOPPED), new Rejected(2, Rejected.Reason.STOPPED));
    assertThat(proposals.peekWaiting()).isNull();
  }

  @Test
  void forwardsAgainWhatWasGivenLongAgoInThatBallot() {
    given(1, 100);
    given(2, 100);
    proposed(3, 100);

    assertThat(proposals.overdue(BALLOT, RETRANSMIT_TICKS - 1, RETRANSMIT_TICKS, 1000)).isEmpty();
    assertThat(proposals.overdue(ballot(5, 3), RETRANSMIT_TICKS, RETRANSMIT_TICKS, 1000)).isEmpty();
    long later = 2L * RETRANSMIT_TICKS;
    assertThat(proposals.overdue(BALLOT, later, RETRANSMIT_TICKS, 1000))
        .containsExactly(command(1, 1), command(1, 2));
    assertThat(proposals.overdue(BALLOT, later + 1, RETRANSMIT_TICKS, 1000)).isEmpty();
  }

  @Test
  void forwardsAgainNoMoreThanIsAllowedAtATime() {
    for (long sequence = 1; sequence <= 3; sequence++) {
      given(sequence, 100);
    }

    assertThat(proposals.overdue(BALLOT, RETRANSMIT_TICKS, RETRANSMIT_TICKS, 100))
        .containsExactly(command(1, 1), command(1, 2));
    assertThat(proposals.overdue(BALLOT, 2L * RETRANSMIT_TICKS, RETRANSMIT_TICKS, 1000))
        .contains(command(1, 3));
  }

  static Stream<Consumer<Proposals>> endsOfAllThatWasGiven() {
    return Stream.of(
        proposals -> proposals.onChosen(batch(command(1, 1), command(1, 2))),
        proposals -> refuse(proposals, Refused.Reason.OVERLOADED),
        proposals -> refuse(proposals, Refused.Reason.NOT_LEADING),
        proposals -> refuse(proposals, Refused.Reason.UNKNOWN_BALLOT),
        proposals -> proposals.onRecovered(ballot(5, 3)),
        proposals -> proposals.expire(10),
        Proposals::close);
  }

  private static void refuse(Proposals proposals, Refused.Reason reason) {
    List<CommandId> ids = List.of(command(1, 1).id(), command(1, 2).id());
    proposals.onRefused(new Refused(BALLOT, ids, reason));
  }

  @ParameterizedTest
  @MethodSource("endsOfAllThatWasGiven")
  void countsWhatLeadersHaveUntilTheyNeedNotHaveIt(Consumer<Proposals> end) {
    given(1, 10);
    given(2, 10);
    proposed(3, 10);
    assertThat(proposals.givenBytes()).isEqualTo(2 * command(1, 1).bytes());

    end.accept(proposals);
    assertThat(proposals.givenBytes()).isZero();

    end.accept(proposals);
    proposals.onChosen(batch(command(1, 1), command(1, 2), command(1, 3)));
    proposals.close();
    assertThat(proposals.givenBytes()).isZero();
  }
}
