package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BOOT;
import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.model.Ballot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaReadTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final Solo node = new Solo(1, 3);

  private long lastRound() {
    List<Heartbeat> sent = node.saidTo(2, Heartbeat.class);
    return sent.get(sent.size() - 1).round();
  }

  private void follow(Ballot leader) {
    node.receive(leader.node().value(), new Heartbeat(leader, 1, 0, 0));
  }

  /** Rule R1. Its prefix may lack what was chosen in the ballot before. */
  @Test
  void readsNothingBeforeItsBarrierIsChosen() {
    Ballot ballot = node.lead(2);
    node.read(1);
    node.receive(2, new HeartbeatAck(ballot, lastRound(), 0));
    node.receive(3, new HeartbeatAck(ballot, lastRound(), 0));
    assertThat(node.reads).isEmpty();

    node.receive(2, new Accepted(ballot, 1));
    assertThat(node.reads).isEmpty();
    node.receive(2, new HeartbeatAck(ballot, lastRound(), 1));

    assertThat(node.reads).containsExactly(1L);
  }

  @Test
  void readsOnceAQuorumHasConfirmedARoundSentAfterTheReadCame() {
    Ballot ballot = node.leadThroughBarrier(2);

    Effects effects = node.read(1);
    assertThat(effects.messages()).hasSize(2).allMatch(it -> it.message() instanceof Heartbeat);
    assertThat(node.reads).isEmpty();
    node.receive(3, new HeartbeatAck(ballot, lastRound(), 0));

    assertThat(node.reads).containsExactly(1L);
  }

  /** Rule R2. The acks were under way when the read came; somebody else may lead since. */
  @Test
  void isNotConfirmedByAnswersToEarlierRounds() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.ticks(2);
    long earlier = lastRound();
    node.read(1);
    long later = lastRound();
    assertThat(later).isGreaterThan(earlier);

    node.receive(2, new HeartbeatAck(ballot, earlier, 1));
    node.receive(3, new HeartbeatAck(ballot, earlier, 1));
    assertThat(node.reads).isEmpty();
    node.receive(2, new HeartbeatAck(ballot, later, 1));

    assertThat(node.reads).containsExactly(1L);
  }

  @Test
  void isNotConfirmedByVotes() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.read(1);
    node.propose(command(1, 1));
    node.sync();

    node.receive(2, new Accepted(ballot, 2));
    node.receive(3, new Accepted(ballot, 2));

    assertThat(node.reads).isEmpty();
  }

  @Test
  void isNotConfirmedByAnswersToAnotherBallotOfItsOwn() {
    Ballot first = node.leadThroughBarrier(2);
    node.receive(3, new Nack(first, ballot(9, 3)));
    node.ticks(1);
    Ballot second = node.leadThroughBarrier(2);
    node.read(1);

    node.receive(2, new HeartbeatAck(first, 99, 1));
    node.receive(3, new HeartbeatAck(first, 99, 1));

    assertThat(node.reads).isEmpty();
    node.receive(3, new HeartbeatAck(second, lastRound(), 1));
    assertThat(node.reads).containsExactly(1L);
  }

  @Test
  void readsNothingWhereAPeerHasPromisedSomebodyElse() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.read(1);

    node.receive(2, new Nack(ballot, ballot(9, 3)));
    node.receive(3, new HeartbeatAck(ballot, lastRound(), 1));

    assertThat(node.reads).isEmpty();
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
  }

  /** Rule R3. */
  @Test
  void readsWhenItHasLearntWhatTheLeaderKnew() {
    follow(LEADER);
    node.read(1);
    assertThat(node.saidTo(2, AskIndex.class)).containsExactly(new AskIndex(BOOT, 1));
    node.receive(2, new Index(BOOT, 1, 2));
    assertThat(node.reads).isEmpty();

    node.receive(2, new Decrees(1, List.of(RED), 2));
    assertThat(node.reads).isEmpty();
    Effects effects = node.receive(2, new Decrees(2, List.of(RED), 2));

    assertThat(effects.reads()).containsExactly(1L);
    assertThat(effects.chosen()).hasSize(1);
  }

  @Test
  void asksTheNextLeaderAndTakesTheAnswerOfTheOldOneStill() {
    follow(LEADER);
    node.read(1);

    follow(ballot(4, 3));
    assertThat(node.saidTo(3, AskIndex.class)).containsExactly(new AskIndex(BOOT, 2));
    node.read(2);
    node.receive(2, new Index(BOOT, 1, 0)); // confirmed after read 1 came, and before read 2

    assertThat(node.reads).containsExactly(1L);
    node.receive(3, new Index(BOOT, 3, 0));
    assertThat(node.reads).containsExactly(1L, 2L);
  }

  @Test
  void takesNoAnswerMeantForAnEarlierBoot() {
    follow(LEADER);
    node.read(1);

    node.receive(2, new Index(BOOT - 1, 1, 0));
    node.receive(2, new Index(BOOT + 1, 1, 0));

    assertThat(node.reads).isEmpty();
  }

  @Test
  void asksAgainWhenNotAnswered() {
    follow(LEADER);
    node.read(1);
    node.ticks(RETRANSMIT_TICKS - 1);
    assertThat(node.saidTo(2, AskIndex.class)).hasSize(1);

    node.ticks(1);

    assertThat(node.saidTo(2, AskIndex.class)).hasSize(2);
  }

  @Test
  void answersPeersWithThePrefixOfTheTimeOfAsking() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.receive(3, new AskIndex(5, 1));
    long round = lastRound();
    node.propose(command(1, 1));
    node.sync();
    node.receive(2, new Accepted(ballot, 2));
    assertThat(node.replica.chosenThrough()).isEqualTo(2);

    node.receive(2, new HeartbeatAck(ballot, round, 1));

    assertThat(node.saidTo(3, Index.class)).containsExactly(new Index(5, 1, 1));
  }

  @Test
  void answersNobodyWhileItDoesNotLead() {
    node.receive(3, new AskIndex(5, 1));
    follow(LEADER);
    node.receive(3, new AskIndex(5, 2));

    assertThat(node.said(Index.class)).isEmpty();
    assertThat(node.said(Heartbeat.class)).isEmpty();
  }

  @Test
  void forgetsWhoAskedWhenItStopsLeading() {
    node.leadThroughBarrier(2);
    node.receive(3, new AskIndex(5, 1));
    node.jump(ELECTION_TICKS);

    Ballot second = node.leadThroughBarrier(2);
    node.receive(3, new HeartbeatAck(second, 99, 1));

    assertThat(node.said(Index.class)).isEmpty();
  }

  @Test
  void servesItsOwnReadsAfterItHasLedAgain() {
    node.leadThroughBarrier(2);
    node.read(1);
    node.jump(ELECTION_TICKS);
    assertThat(node.reads).isEmpty();

    Ballot second = node.leadThroughBarrier(2);
    node.ticks(RETRANSMIT_TICKS);
    node.receive(3, new HeartbeatAck(second, lastRound(), 2));

    assertThat(node.reads).containsExactly(1L);
  }

  @Test
  void failsReadsAtTheirDeadline() {
    follow(LEADER);
    node.step(new Event.ReadAsked(1, 3));

    node.ticks(3);
    node.receive(2, new Index(BOOT, 1, 0));

    assertThat(node.failedReads).containsExactly(1L);
    assertThat(node.reads).isEmpty();
  }

  @Test
  void failsReadsWhenItCloses() {
    node.read(1);
    follow(LEADER);
    node.read(2);

    node.step(new Event.Closing());

    assertThat(node.failedReads).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void readsAtOnceWhereItIsAQuorumByItself() {
    Solo alone = new Solo(1, 1);
    alone.ticks(1);
    alone.sync();

    Effects effects = alone.read(1);

    assertThat(effects.reads()).containsExactly(1L);
  }

  /** Node 1 does not know yet that 3 leads; a read there must not miss what 3 has chosen. */
  @Test
  void readsNothingStaleOnALeaderCutOff() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    cluster.node(1).propose(command(1, 1));
    cluster.settle();
    cluster.stop(1);
    cluster.ticks(5L * ELECTION_TICKS);
    cluster.node(3).propose(command(3, 1));
    cluster.settle();
    assertThat(cluster.node(3).replica.chosenThrough())
        .isGreaterThan(cluster.node(1).replica.chosenThrough());
    assertThat(cluster.node(1).replica.standing()).isEqualTo(Standing.LEADING);

    cluster.node(1).read(1);
    cluster.settle();
    assertThat(cluster.node(1).reads).isEmpty();
    cluster.heal();
    cluster.ticks(2L * ELECTION_TICKS);

    assertThat(cluster.node(1).reads).containsExactly(1L);
    assertThat(cluster.node(1).replica.chosenThrough())
        .isEqualTo(cluster.node(3).replica.chosenThrough());
  }
}
