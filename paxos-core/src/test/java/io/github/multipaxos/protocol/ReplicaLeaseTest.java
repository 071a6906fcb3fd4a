package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NOBODY_ABSENT;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaLeaseTest {

  /** Held for 8 ticks, guarded for 11. */
  static final LeaseTerms TERMS = LeaseTerms.of(200, 0.1, 20_000_000);

  private static final int HOLD = TERMS.holdTicks();
  private static final Ballot LEADER = ballot(3, 2);

  private final Solo node = new Solo(config(1, 3, 1), List.of());

  static ReplicaConfig config(int self, int size, long boot) {
    return config(self, size, boot, self);
  }

  static ReplicaConfig config(int self, int size, long boot, long seed) {
    ReplicaConfig plain = Samples.config(self, members(size));
    return new ReplicaConfig(
        plain.self(),
        boot,
        plain.membership(),
        plain.heartbeatTicks(),
        plain.electionTicks(),
        plain.retransmitTicks(),
        plain.windowSlots(),
        plain.windowBytes(),
        plain.batchBytes(),
        plain.backlogBytes(),
        plain.transferBytesPerTick(),
        seed,
        TERMS);
  }

  private long lastRound() {
    List<Heartbeat> sent = node.saidTo(2, Heartbeat.class);
    return sent.get(sent.size() - 1).round();
  }

  private static Message ack(Ballot ballot, long round) {
    return new HeartbeatAck(ballot, round, 1, TERMS.millis());
  }

  private void readLeased(long read) {
    node.step(new Event.LeasedReadAsked(read, Long.MAX_VALUE));
  }

  private List<Long> leasedReads(Effects effects) {
    return effects.leasedReads().stream().map(Effects.LeasedRead::read).toList();
  }

  /** Leads, and has just sent a round; the tick of it is {@code node.tick}. */
  private Ballot leadAndSendARound() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.ticks(Samples.HEARTBEAT_TICKS);
    assertThat(node.saidTo(2, Heartbeat.class)).hasSize(1);
    return ballot;
  }

  @Test
  void readsWithoutARoundWhileItHoldsALease() {
    Ballot ballot = leadAndSendARound();
    long sent = node.tick;
    node.receive(2, ack(ballot, lastRound()));
    node.forget();

    Effects effects = node.step(new Event.LeasedReadAsked(1, Long.MAX_VALUE));

    assertThat(effects.messages()).isEmpty();
    assertThat(effects.leasedReads()).containsExactly(new Effects.LeasedRead(1, sent + HOLD));
    assertThat(effects.reads()).isEmpty();
  }

  /** Rule R4. The follower's guard may be as old as the question; when he answered says nothing. */
  @Test
  void countsFromWhenTheRoundWasSentNotFromWhenItWasAnswered() {
    Ballot ballot = leadAndSendARound();
    long sent = node.tick;
    long round = lastRound();
    node.ticks(HOLD - 1);
    node.receive(2, ack(ballot, round));
    assertThat(node.replica.leaseEndTick()).isEqualTo(sent + HOLD);

    Effects last = node.step(new Event.LeasedReadAsked(1, Long.MAX_VALUE));
    Effects over =
        node.step(new Event.Tick(sent + HOLD, 0), new Event.LeasedReadAsked(2, Long.MAX_VALUE));

    assertThat(leasedReads(last)).containsExactly(1L);
    assertThat(leasedReads(over)).isEmpty();
    assertThat(over.messages()).anyMatch(it -> it.message() instanceof Heartbeat);
  }

  @Test
  void takesNoAnswerForAGuardThatDoesNotGuardForLongEnough() {
    Ballot ballot = leadAndSendARound();
    node.receive(2, new HeartbeatAck(ballot, lastRound(), 1, TERMS.millis() - 1));
    node.receive(3, new HeartbeatAck(ballot, lastRound(), 1));

    assertThat(node.replica.leaseEndTick()).isZero();
  }

  @Test
  void takesNoAnswerFromAnotherBallotForAGuard() {
    Ballot ballot = leadAndSendARound();
    node.receive(2, ack(ballot(ballot.round() - 1, 1), lastRound()));

    assertThat(node.replica.leaseEndTick()).isZero();
  }

  @Test
  void needsAnAcceptQuorumOfGuards() {
    Solo five = new Solo(config(1, 5, 1), List.of());
    Ballot ballot = five.leadThroughBarrier(2, 3);
    five.ticks(Samples.HEARTBEAT_TICKS);
    long round = five.saidTo(2, Heartbeat.class).get(0).round();

    five.receive(2, ack(ballot, round));
    assertThat(five.replica.leaseEndTick()).isZero();
    five.receive(3, ack(ballot, round));

    assertThat(five.replica.leaseEndTick()).isEqualTo(five.tick + HOLD);
  }

  /** Rule R1. Its prefix may lack what an earlier leader's clients have seen. */
  @Test
  void readsNothingUnderALeaseBeforeItsBarrierIsChosen() {
    Ballot ballot = node.lead(2);
    node.receive(2, ack(ballot, lastRound()));
    assertThat(node.replica.leaseEndTick()).isPositive();

    Effects early = node.step(new Event.LeasedReadAsked(1, Long.MAX_VALUE));
    assertThat(leasedReads(early)).isEmpty();
    node.receive(2, new Accepted(ballot, 1));
    node.receive(2, ack(ballot, lastRound()));

    assertThat(node.reads).containsExactly(1L);
  }

  @Test
  void answersAnotherNodesQuestionAtOnceIfItMay() {
    Ballot ballot = leadAndSendARound();
    node.receive(2, ack(ballot, lastRound()));
    node.forget();

    node.receive(3, new AskIndex(9, 4, true));
    assertThat(node.saidTo(3, Index.class)).containsExactly(new Index(9, 4, 1, true));
    node.receive(3, new AskIndex(9, 5));

    assertThat(node.saidTo(3, Index.class)).hasSize(1);
  }

  /** A read that trusts no lease is not served by the answer to one that does. */
  @Test
  void keepsTheTwoKindsOfReadsApart() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    node.read(1);
    readLeased(2);
    assertThat(node.saidTo(2, AskIndex.class))
        .containsExactly(new AskIndex(1, 1), new AskIndex(1, 1, true));

    node.receive(2, new Index(1, 1, 0, true));
    assertThat(node.reads).containsExactly(2L);
    node.receive(2, new Index(1, 1, 0));

    assertThat(node.reads).containsExactly(2L, 1L);
  }

  @Test
  void asksWithOneQuestionForAllReadsThatWait() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    node.step(
        new Event.LeasedReadAsked(1, Long.MAX_VALUE), new Event.LeasedReadAsked(2, Long.MAX_VALUE));
    node.receive(2, new Index(1, 1, 0, true));

    assertThat(node.saidTo(2, AskIndex.class)).hasSize(1);
    assertThat(node.reads).containsExactly(1L, 2L);
  }

  @Test
  void readsByARoundWhereLeasesAreOff() {
    Solo off = new Solo(1, 3);
    Ballot ballot = off.leadThroughBarrier(2);
    off.ticks(Samples.HEARTBEAT_TICKS);
    off.receive(2, ack(ballot, off.saidTo(2, Heartbeat.class).get(0).round()));
    off.forget();

    Effects effects = off.step(new Event.LeasedReadAsked(1, Long.MAX_VALUE));

    assertThat(effects.leasedReads()).isEmpty();
    assertThat(off.saidTo(2, Heartbeat.class)).hasSize(1);
    off.receive(2, new HeartbeatAck(ballot, off.saidTo(2, Heartbeat.class).get(0).round(), 1));
    assertThat(off.reads).containsExactly(1L);
  }

  /** Rule R6. */
  @Test
  void losesItsLeaseInAGapBetweenTicksAndGetsItBackByAnotherRound() {
    Ballot ballot = leadAndSendARound();
    long before = lastRound();
    node.receive(2, ack(ballot, before));
    assertThat(node.replica.leaseEndTick()).isPositive();

    node.jump(4);
    assertThat(node.replica.leaseEndTick()).isZero();
    node.receive(3, ack(ballot, before));
    assertThat(node.replica.leaseEndTick()).isZero();
    node.receive(3, ack(ballot, lastRound()));

    assertThat(node.replica.leaseEndTick()).isEqualTo(node.tick + HOLD);
  }

  @Test
  void losesItsLeaseWhenItStepsDown() {
    Ballot ballot = leadAndSendARound();
    node.receive(2, ack(ballot, lastRound()));

    node.receive(3, new Nack(ballot, ballot(9, 3)));

    assertThat(node.replica.leaseEndTick()).isZero();
  }

  /** Rule R7. */
  @Test
  void givesUpItsLeaseBeforeItAsksAnotherNodeToTakeOverAndForGood() {
    Ballot ballot = leadAndSendARound();
    node.receive(2, ack(ballot, lastRound()));
    assertThat(node.replica.leaseEndTick()).isPositive();

    node.step(new Event.HandOver(NODE_2, NOBODY_ABSENT));
    assertThat(node.saidTo(2, TakeOver.class)).containsExactly(new TakeOver(ballot));
    assertThat(node.replica.leaseEndTick()).isZero();
    for (int i = 0; i < 3 * ELECTION_TICKS; i++) {
      node.ticks(1);
      node.receive(3, ack(ballot, lastRound()));
    }

    assertThat(node.noticed(Notice.KeepsLeading.class)).hasSize(1);
    assertThat(node.replica.leaseEndTick()).isZero();
  }

  // Stale reads

  /** Rule R9. */
  @Test
  void readsWhatMayBeStaleWithoutAskingWhileAnEarlierAnswerVouchesForIt() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    node.read(1);
    node.ticks(2);
    node.receive(2, new Index(1, 1, 0));
    node.forget();

    node.step(new Event.StaleReadAsked(2, Long.MAX_VALUE, 3));
    assertThat(node.reads).containsExactly(2L);
    assertThat(node.said(AskIndex.class)).isEmpty();
    node.step(new Event.StaleReadAsked(3, Long.MAX_VALUE, 2));

    assertThat(node.reads).containsExactly(2L);
    assertThat(node.said(AskIndex.class)).containsExactly(new AskIndex(1, 2));
  }

  /** Fresh is not what has not arrived. */
  @Test
  void readsWhatMayBeStaleOnlyWhenThePrefixReachesTheIndex() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    node.read(1);
    node.receive(2, new Index(1, 1, 4));

    node.step(new Event.StaleReadAsked(2, Long.MAX_VALUE, 100));

    assertThat(node.reads).isEmpty();
  }

  /** An index that a lease confirmed depends on clocks, and this level on none but its own. */
  @Test
  void takesNoAnswerUnderALeaseForAProofOfAge() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    readLeased(1);
    node.receive(2, new Index(1, 1, 0, true));

    node.step(new Event.StaleReadAsked(2, Long.MAX_VALUE, 100));

    assertThat(node.reads).containsExactly(1L);
  }
}
