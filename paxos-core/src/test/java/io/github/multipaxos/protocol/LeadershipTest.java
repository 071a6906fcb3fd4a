package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.HEARTBEAT_TICKS;
import static io.github.multipaxos.protocol.Samples.NOBODY_ABSENT;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.members;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeadershipTest {

  private static final Ballot BALLOT = ballot(4, 1);

  private final Outbox outbox = new Outbox(NODE_1);
  private final Leadership leadership = leadership(8, 1 << 16);

  private Leadership leadership(int windowSlots, long windowBytes) {
    return new Leadership(
        config(1, members(3), windowSlots, windowBytes),
        outbox,
        new StateCheck(config(1, 3)),
        BALLOT,
        1,
        0);
  }

  private List<Message> to(NodeId node) {
    List<Message> messages = new ArrayList<>();
    for (Envelope<Message> envelope : outbox.drain().messages()) {
      if (envelope.to().equals(node)) {
        messages.add(envelope.message());
      }
    }
    return messages;
  }

  private void choose(Leadership leadership, long slot) {
    leadership.onVote(NODE_1, slot, 0);
    assertThat(leadership.onVote(NODE_2, slot, 0)).isNotNull();
  }

  /** Rules P3, P4 and P8. */
  @Test
  void proposesVotesAgainFillsGapsAndSetsItsBarrier() {
    Map<Long, Vote> votes = Map.of(2L, vote(ballot(1, 2), RED), 4L, vote(ballot(3, 3), BLUE));

    leadership.recover(new TreeMap<>(votes), 0);

    assertThat(leadership.barrierSlot()).isEqualTo(5);
    assertThat(leadership.nextSlot()).isEqualTo(6);
    Effects effects = outbox.drain();
    assertThat(effects.messages().stream().filter(it -> it.to().equals(NODE_3)))
        .extracting(Envelope::message)
        .containsExactly(
            new Accept(BALLOT, 1, NOOP, 0),
            new Accept(BALLOT, 2, RED, 0),
            new Accept(BALLOT, 3, NOOP, 0),
            new Accept(BALLOT, 4, BLUE, 0),
            new Accept(BALLOT, 5, NOOP, 0),
            new Heartbeat(BALLOT, 1, 5, 0));
    assertThat(effects.notices())
        .containsExactly(
            new Notice.Fills(1),
            new Notice.Adopts(2, ballot(1, 2)),
            new Notice.Fills(3),
            new Notice.Adopts(4, ballot(3, 3)),
            new Notice.Leads(BALLOT, 2, 2, 5));
  }

  @Test
  void proposesNothingAgainBelowItsFirstSlot() {
    Leadership later =
        new Leadership(config(1, 3), outbox, new StateCheck(config(1, 3)), BALLOT, 3, 0);

    later.recover(new TreeMap<>(Map.of(1L, vote(ballot(1, 2), RED), 3L, vote(BALLOT, BLUE))), 0);

    assertThat(to(NODE_2))
        .containsExactly(
            new Accept(BALLOT, 3, BLUE, 2),
            new Accept(BALLOT, 4, NOOP, 2),
            new Heartbeat(BALLOT, 1, 4, 2));
  }

  @Test
  void asksItsOwnAcceptorLikeAnyOther() {
    leadership.propose(RED, 0, 0);

    assertThat(outbox.nextLocal()).isEqualTo(new Accept(BALLOT, 1, RED, 0));
    assertThat(to(NODE_2)).containsExactly(new Accept(BALLOT, 1, RED, 0));
  }

  /** Rule P9. */
  @Test
  void usesNoMoreSlotsAboveThePrefixThanItsWindow() {
    Leadership narrow = leadership(2, 1 << 16);
    assertThat(narrow.hasRoom(0)).isTrue();
    narrow.propose(RED, 0, 0);
    assertThat(narrow.hasRoom(0)).isTrue();
    narrow.propose(RED, 0, 0);
    assertThat(narrow.hasRoom(0)).isFalse();

    choose(narrow, 2); // above a gap: the prefix has not grown
    assertThat(narrow.hasRoom(0)).isFalse();
    choose(narrow, 1);

    assertThat(narrow.hasRoom(2)).isTrue();
  }

  @Test
  void opensNoMoreBytesThanItsWindow() {
    Leadership narrow = leadership(8, 1 + RED.bytes());
    narrow.propose(RED, 0, 0);
    assertThat(narrow.hasRoom(0)).isTrue();
    narrow.propose(RED, 0, 0);
    assertThat(narrow.hasRoom(0)).isFalse();

    choose(narrow, 2);

    assertThat(narrow.hasRoom(0)).isTrue();
  }

  /** Rule P11. */
  @Test
  void sendsAgainWhatIsNotAnsweredWithThePrefixOfNow() {
    leadership.propose(RED, 0, 0);
    leadership.propose(BLUE, 0, 0);
    leadership.onVote(NODE_2, 1, 1);
    outbox.drain();

    leadership.onTick(0, RETRANSMIT_TICKS);

    List<Envelope<Message>> sent = outbox.drain().messages();
    assertThat(sent.stream().filter(it -> it.message() instanceof Accept))
        .containsExactly(
            new Envelope<>(NODE_3, new Accept(BALLOT, 1, RED, 0)),
            new Envelope<>(NODE_2, new Accept(BALLOT, 2, BLUE, 0)),
            new Envelope<>(NODE_3, new Accept(BALLOT, 2, BLUE, 0)));
  }

  @Test
  void saysThatItLeadsOnceInAWhileAndNumbersItsRounds() {
    leadership.recover(new TreeMap<>(), 0);
    outbox.drain();

    leadership.onTick(0, HEARTBEAT_TICKS - 1);
    assertThat(to(NODE_2)).isEmpty();
    leadership.onTick(0, HEARTBEAT_TICKS);
    assertThat(to(NODE_2)).containsExactly(new Heartbeat(BALLOT, 2, 1, 0));
    leadership.onTick(1, 2 * HEARTBEAT_TICKS - 1);
    assertThat(to(NODE_2)).isEmpty();
    leadership.onTick(1, 2 * HEARTBEAT_TICKS + 1);
    assertThat(to(NODE_2)).contains(new Heartbeat(BALLOT, 3, 1, 1));
    assertThat(outbox.nextLocal()).isEqualTo(new Accept(BALLOT, 1, NOOP, 0));
    assertThat(outbox.nextLocal()).isNull();
  }

  @Test
  void announcesItsPrefixOnceAndOnlyWhereNothingElseSaidSo() {
    leadership.propose(RED, 0, 0);
    outbox.drain();
    leadership.announce(0, 0);
    assertThat(to(NODE_2)).isEmpty();

    leadership.announce(1, 0);
    assertThat(to(NODE_2)).containsExactly(new Chosen(BALLOT, 1));
    leadership.announce(1, 0);
    assertThat(to(NODE_2)).isEmpty();

    leadership.propose(BLUE, 2, 0); // the accept says so
    outbox.drain();
    leadership.announce(2, 0);
    assertThat(to(NODE_2)).isEmpty();
  }

  /** Rule E5. */
  @Test
  void handsOverOnceNothingIsOpen() {
    leadership.propose(RED, 0, 0);
    leadership.handOver(NODE_3, NOBODY_ABSENT, 0);
    assertThat(leadership.hasRoom(0)).isFalse();
    outbox.drain();
    leadership.announce(0, 0);
    assertThat(to(NODE_3)).isEmpty();

    choose(leadership, 1);
    leadership.announce(1, 0);

    assertThat(to(NODE_3)).containsExactly(new Chosen(BALLOT, 1), new TakeOver(BALLOT));
    leadership.announce(1, 0);
    assertThat(to(NODE_3)).isEmpty();
  }

  @Test
  void goesOnLeadingWhenNobodyTakesOver() {
    leadership.handOver(NODE_3, NOBODY_ABSENT, 5);
    leadership.onTick(0, 4 + 2L * ELECTION_TICKS);
    assertThat(leadership.hasRoom(0)).isFalse();

    leadership.onTick(0, 5 + 2L * ELECTION_TICKS);

    assertThat(leadership.hasRoom(0)).isTrue();
    assertThat(outbox.drain().notices())
        .containsExactly(
            new Notice.HandsOver(BALLOT, NODE_3), new Notice.KeepsLeading(BALLOT, NODE_3));
  }

  @Test
  void handsOverToWhoeverIsFurthestIfNobodyIsNamed() {
    leadership.onHeartbeatAck(NODE_3, new HeartbeatAck(BALLOT, 1, 7), 0);

    leadership.handOver(NodeId.NOBODY, NOBODY_ABSENT, 0);

    assertThat(outbox.drain().notices()).containsExactly(new Notice.HandsOver(BALLOT, NODE_3));
  }

  @Test
  void doesNotHandOverToItselfNorToTwo() {
    leadership.handOver(NODE_1, NOBODY_ABSENT, 0);
    assertThat(leadership.hasRoom(0)).isTrue();

    leadership.handOver(NODE_2, NOBODY_ABSENT, 0);
    leadership.handOver(NODE_3, NOBODY_ABSENT, 0);

    assertThat(outbox.drain().notices()).containsExactly(new Notice.HandsOver(BALLOT, NODE_2));
  }

  /** Rule E4. */
  @Test
  void isHeardByVotesAndByHeartbeatAcks() {
    assertThat(leadership.isQuorumHeard(ELECTION_TICKS)).isFalse();

    leadership.onVote(NODE_2, 1, 5);
    assertThat(leadership.isQuorumHeard(ELECTION_TICKS)).isTrue();
    assertThat(leadership.isQuorumHeard(5 + ELECTION_TICKS)).isFalse();
    leadership.onHeartbeatAck(NODE_3, new HeartbeatAck(BALLOT, 1, 0), 7);
    assertThat(leadership.isQuorumHeard(5 + ELECTION_TICKS)).isTrue();
  }
}
