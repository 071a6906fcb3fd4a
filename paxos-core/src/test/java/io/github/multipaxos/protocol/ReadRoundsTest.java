package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules R1 and R2. */
class ReadRoundsTest {

  private static final long BARRIER = 3;

  private final Outbox outbox = new Outbox(NODE_1);
  private final PeerProgress peers = new PeerProgress(members(3), NODE_1, 0);
  private final ReadRounds rounds = new ReadRounds(outbox);

  private void ask(NodeId from, long ask, long chosenThrough) {
    rounds.onAskIndex(from, new AskIndex(1, ask), chosenThrough, BARRIER);
  }

  private List<Envelope<Message>> answers() {
    rounds.answerConfirmed(peers);
    return outbox.drain().messages();
  }

  private static Envelope<Message> answer(NodeId to, long ask, long slot) {
    return new Envelope<>(to, new Index(1, ask, slot));
  }

  @Test
  void answersWithThePrefixOfTheTimeOfAskingOnceARoundSentLaterIsConfirmed() {
    ask(NODE_2, 1, 5);
    assertThat(rounds.wantsRound()).isTrue();
    long round = rounds.beginRound();
    assertThat(answers()).isEmpty();

    peers.onConfirmed(NODE_3, round, 7);

    assertThat(answers()).containsExactly(answer(NODE_2, 1, 5));
    assertThat(answers()).isEmpty();
    assertThat(rounds.wantsRound()).isFalse();
  }

  @Test
  void isNotConfirmedByAnswersToARoundSentBeforeTheRead() {
    long earlier = rounds.beginRound();
    ask(NODE_2, 1, 5);
    long later = rounds.beginRound();

    peers.onConfirmed(NODE_3, earlier, 5);
    assertThat(answers()).isEmpty();

    peers.onConfirmed(NODE_3, later, 5);
    assertThat(answers()).containsExactly(answer(NODE_2, 1, 5));
  }

  @Test
  void letsAReadThatComesDuringARoundWaitForTheNext() {
    ask(NODE_2, 1, 5);
    long first = rounds.beginRound();
    ask(NODE_3, 2, 6);
    assertThat(rounds.wantsRound()).isFalse();

    peers.onConfirmed(NODE_2, first, 5);
    assertThat(answers()).containsExactly(answer(NODE_2, 1, 5));
    assertThat(answers()).isEmpty();

    assertThat(rounds.wantsRound()).isTrue();
    long second = rounds.beginRound();
    assertThat(answers()).isEmpty();
    peers.onConfirmed(NODE_2, second, 5);
    assertThat(answers()).containsExactly(answer(NODE_3, 2, 6));
  }

  /** A heartbeat may fall between; its round covers the waiting reads only if none is under way. */
  @Test
  void doesNotConfirmAWaitingReadByARoundThatBeganBeforeItCame() {
    ask(NODE_2, 1, 5);
    rounds.beginRound();
    long heartbeat = rounds.beginRound();
    ask(NODE_3, 2, 6);

    peers.onConfirmed(NODE_2, heartbeat, 5);

    assertThat(answers()).containsExactly(answer(NODE_2, 1, 5));
    assertThat(answers()).isEmpty();
  }

  /** A heartbeat is due while a round is under way: whoever waits does not join that round. */
  @Test
  void letsNobodyJoinARoundThatBeganBeforeHeCame() {
    ask(NODE_2, 1, 5);
    long first = rounds.beginRound();
    ask(NODE_3, 2, 6);
    long heartbeat = rounds.beginRound();

    peers.onConfirmed(NODE_2, first, 5);
    assertThat(answers()).containsExactly(answer(NODE_2, 1, 5));
    assertThat(answers()).isEmpty();

    assertThat(rounds.beginRound()).isGreaterThan(heartbeat);
    peers.onConfirmed(NODE_2, heartbeat, 5);
    assertThat(answers()).isEmpty(); // sent after it came, but counted as the next one only
  }

  @Test
  void sharesARoundAmongAllWhoWait() {
    ask(NODE_2, 1, 5);
    ask(NODE_3, 1, 6);
    ask(NODE_2, 2, 7);

    peers.onConfirmed(NODE_3, rounds.beginRound(), 5);

    assertThat(answers())
        .containsExactly(answer(NODE_2, 1, 5), answer(NODE_3, 1, 6), answer(NODE_2, 2, 7));
  }

  /** Rule R1: whoever asks before the barrier is chosen gets a prefix that includes it. */
  @Test
  void holdsReadsBackUntilTheBarrierIsChosen() {
    ask(NODE_2, 1, BARRIER - 1);
    long round = rounds.beginRound();
    assertThat(rounds.wantsRound()).isFalse();
    peers.onConfirmed(NODE_3, round, 0);
    assertThat(answers()).isEmpty();

    rounds.onBarrierChosen(BARRIER + 1);

    assertThat(rounds.wantsRound()).isTrue();
    assertThat(answers()).isEmpty();
    peers.onConfirmed(NODE_3, rounds.beginRound(), 0);
    assertThat(answers()).containsExactly(answer(NODE_2, 1, BARRIER + 1));
  }

  @Test
  void doesNotHoldBackReadsThatComeWithTheBarrierChosen() {
    ask(NODE_2, 1, BARRIER);

    assertThat(rounds.wantsRound()).isTrue();
  }

  @Test
  void numbersRoundsUpwards() {
    assertThat(rounds.beginRound()).isEqualTo(1);
    assertThat(rounds.beginRound()).isEqualTo(2);
    assertThat(rounds.round()).isEqualTo(2);
  }
}
