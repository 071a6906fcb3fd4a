package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.HEARTBEAT_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.NODE_4;
import static io.github.multipaxos.protocol.Samples.NODE_5;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.model.Ballot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaElectionTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final Solo node = new Solo(1, 3);

  private boolean grants(int candidate, Ballot ballot) {
    node.forget();
    node.receive(candidate, new Canvass(ballot, 1));
    return node.saidTo(candidate, CanvassAnswer.class).get(0).granted();
  }

  /** Rule E2. */
  @Test
  void helpsNobodyToReplaceALeaderHeardLately() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    node.ticks(ELECTION_TICKS - 1);
    assertThat(grants(3, ballot(9, 3))).isFalse();
    node.ticks(1);
    assertThat(grants(3, ballot(9, 3))).isTrue();
  }

  @Test
  void letsALeaderThatRestartedComeBack() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    assertThat(grants(2, ballot(9, 2))).isTrue();
  }

  /** Rule E1: it can send but hears nothing, and disturbs nobody however long it lasts. */
  @Test
  void usesUpNoBallotWhileItIsDeaf() {
    node.ticks(100L * ELECTION_TICKS);
    node.sync();

    assertThat(node.said(Canvass.class)).isNotEmpty();
    assertThat(node.vowed).isEmpty();
    assertThat(node.durable).isEmpty();
    assertThat(node.replica.promised()).isEqualTo(Ballot.NONE);
    assertThat(node.said(Canvass.class)).allMatch(it -> it.ballot().equals(ballot(1, 1)));
  }

  @Test
  void usesUpNoBallotOnRefusals() {
    for (int i = 0; i < 20; i++) {
      Canvass canvass = node.untilCanvass();
      CanvassAnswer no = new CanvassAnswer(canvass.ballot(), canvass.attempt(), false, Ballot.NONE);
      node.receive(2, no);
      node.receive(3, no);
      node.ticks(ELECTION_TICKS);
      node.forget();
    }
    node.sync();

    assertThat(node.durable).isEmpty();
  }

  /** Rule E4. */
  @Test
  void stopsLeadingWhenItHearsNoQuorumForAnElectionTimeout() {
    node.leadThroughBarrier(2);

    node.ticks(ELECTION_TICKS - 1);
    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    node.ticks(1);

    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
    assertThat(node.replica.leader()).isEqualTo(Ballot.NONE);
    assertThat(node.noticed(Notice.StepsDown.class)).hasSize(1);
  }

  @Test
  void goesOnLeadingWhileItHearsAQuorum() {
    Ballot ballot = node.leadThroughBarrier(2);

    for (int i = 0; i < 10; i++) {
      node.ticks(ELECTION_TICKS - 1);
      node.receive(3, new HeartbeatAck(ballot, 1, 1));
    }

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(node.saidTo(3, Heartbeat.class))
        .hasSize(10 * (ELECTION_TICKS - 1) / HEARTBEAT_TICKS);
  }

  /** Whatever it was about to say, others may long have chosen another leader. */
  @Test
  void saysNothingMoreAsLeaderAfterALongPause() {
    Ballot ballot = node.leadThroughBarrier(2);
    node.receive(2, new HeartbeatAck(ballot, 1, 1));
    node.tick += ELECTION_TICKS;

    Effects effects =
        node.step(
            new Event.Tick(node.tick, 0),
            new Event.Proposed(command(1, 1), 1000),
            new Event.Received(NODE_2, new HeartbeatAck(ballot, 2, 1)));

    assertThat(effects.messages()).isEmpty();
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
    assertThat(node.noticed(Notice.Paused.class))
        .containsExactly(new Notice.Paused(ELECTION_TICKS));
  }

  @Test
  void doesNotCampaignRightAfterALongPause() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    node.jump(100L * ELECTION_TICKS);

    assertThat(node.said(Canvass.class)).isEmpty();
    assertThat(node.replica.leader()).isEqualTo(Ballot.NONE);
    node.ticks(2L * ELECTION_TICKS);
    assertThat(node.said(Canvass.class)).isNotEmpty();
  }

  @Test
  void canvassesOnlyAfterAnElectionTimeoutOfSilence() {
    for (int i = 0; i < 10; i++) {
      node.receive(2, new Heartbeat(LEADER, i + 1, 0, 0));
      node.ticks(ELECTION_TICKS - 1);
    }
    assertThat(node.said(Canvass.class)).isEmpty();

    node.ticks(ELECTION_TICKS + 1);

    assertThat(node.said(Canvass.class)).isNotEmpty();
    assertThat(node.noticed(Notice.LosesLeader.class))
        .containsExactly(new Notice.LosesLeader(LEADER));
  }

  @Test
  void triesAgainAboveTheBallotItWasRefusedFor() {
    Ballot mine = node.campaign(2);
    node.receive(3, new Nack(mine, ballot(20, 3)));
    node.forget();

    Ballot next = node.campaign(2);

    assertThat(next).isEqualTo(ballot(21, 1));
    assertThat(node.vowedTo(3, Prepare.class)).contains(new Prepare(next, 1));
  }

  @Test
  void givesUpPreparingWhenNotAnsweredAndTriesAgainLater() {
    Ballot first = node.campaign(2);
    node.ticks(2L * ELECTION_TICKS);
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
    node.forget();

    Ballot second = node.campaign(2);

    assertThat(second).isGreaterThan(first);
  }

  /** Rule P10: the accepts of a step in which it also yields were sent before, or not at all. */
  @Test
  void proposesNothingAfterItHasYielded() {
    node.leadThroughBarrier(2);

    Effects effects =
        node.step(
            new Event.Received(NODE_2, new Prepare(ballot(9, 2), 1)),
            new Event.Proposed(command(1, 1), 1000));

    assertThat(effects.messages()).noneMatch(it -> it.message() instanceof Accept);
    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7})
  void electsOneLeaderThatStays(int size) {
    QuietCluster cluster = new QuietCluster(size);

    cluster.ticks(20L * ELECTION_TICKS);

    List<Integer> leaders = cluster.leaders();
    assertThat(leaders).hasSize(1);
    Ballot ballot = cluster.node(leaders.get(0)).replica.leader();
    cluster.ticks(20L * ELECTION_TICKS);
    for (int i = 1; i <= size; i++) {
      assertThat(cluster.node(i).replica.leader()).isEqualTo(ballot);
    }
  }

  @Test
  void isNotDisturbedByANodeThatComesBack() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    Ballot ballot = cluster.node(1).replica.leader();
    cluster.isolate(3);
    cluster.ticks(10L * ELECTION_TICKS);
    assertThat(cluster.node(3).replica.standing()).isNotEqualTo(Standing.LEADING);

    cluster.heal();
    cluster.ticks(5L * ELECTION_TICKS);

    assertThat(cluster.leaders()).containsExactly(1);
    assertThat(cluster.node(1).replica.leader()).isEqualTo(ballot);
    assertThat(cluster.node(3).replica.leader()).isEqualTo(ballot);
    assertThat(cluster.node(3).replica.promised()).isEqualTo(ballot);
  }

  /** It sends but does not hear: its peers' leader is healthy, and they say no. */
  @Test
  void isNotDisturbedByADeafNode() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    Ballot ballot = cluster.node(1).replica.leader();
    cluster.cut(1, 3);
    cluster.cut(2, 3);

    cluster.ticks(30L * ELECTION_TICKS);

    assertThat(cluster.leaders()).containsExactly(1);
    assertThat(cluster.node(2).replica.promised()).isEqualTo(ballot);
    assertThat(cluster.count(Canvass.class)).isPositive();
  }

  @Test
  void replacesALeaderThatIsGone() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    Ballot ballot = cluster.node(1).replica.leader();

    cluster.stop(1);
    cluster.ticks(10L * ELECTION_TICKS);

    assertThat(cluster.leaders()).hasSize(1);
    assertThat(cluster.node(2).replica.leader()).isGreaterThan(ballot);
    assertThat(cluster.node(3).replica.leader()).isEqualTo(cluster.node(2).replica.leader());
  }

  /** Rule E2: whoever was just promised a ballot is given time to lead. */
  @Test
  void helpsNobodyElseRightAfterItHasPromised() {
    node.receive(3, new Prepare(ballot(4, 3), 1));

    node.ticks(ELECTION_TICKS - 1);
    assertThat(grants(2, ballot(9, 2))).isFalse();
    assertThat(grants(3, ballot(9, 3))).isTrue();
    node.ticks(1);
    assertThat(grants(2, ballot(9, 2))).isTrue();
  }

  @Test
  void doesNotCanvassItselfRightAfterItHasPromised() {
    for (int round = 1; round <= 5; round++) {
      node.receive(3, new Prepare(ballot(round, 3), 1));
      node.ticks(ELECTION_TICKS - 1);
    }
    assertThat(node.said(Canvass.class)).isEmpty();

    node.receive(3, new Prepare(ballot(5, 3), 1)); // again: that changes nothing
    node.ticks(ELECTION_TICKS);

    assertThat(node.said(Canvass.class)).isNotEmpty();
  }

  /** Rule E3: a refused leader has nobody to wait for, a refused candidate has. */
  @Test
  void comesForwardSoonerAfterLeadingThanAfterPreparing() {
    Ballot led = node.leadThroughBarrier(2);
    node.receive(3, new Nack(led, ballot(9, 3)));
    node.ticks(ELECTION_TICKS / 2);
    assertThat(node.said(Canvass.class)).isNotEmpty();
    node.forget();

    Ballot prepared = node.campaign(2);
    node.forget();
    node.receive(3, new Nack(prepared, ballot(19, 3)));
    node.ticks(ELECTION_TICKS - 1);

    assertThat(node.said(Canvass.class)).isEmpty();
  }

  /** Heartbeats may be late: it has promised neither, and follows the later. */
  @Test
  void doesNotReturnToAnEarlierLeader() {
    node.receive(3, new Heartbeat(ballot(5, 3), 1, 0, 0));
    node.receive(2, new Heartbeat(LEADER, 7, 0, 0));
    node.receive(2, new Chosen(LEADER, 0));

    assertThat(node.replica.leader()).isEqualTo(ballot(5, 3));
    assertThat(node.saidTo(2, HeartbeatAck.class)).containsExactly(new HeartbeatAck(LEADER, 7, 0));
  }

  /** Rule L5: nobody tells it how far the prefix reaches. */
  @Test
  void asksItsPeersInTurnWhatTheyKnowWhileNobodyLeads() {
    node.ticks(20L * ELECTION_TICKS);

    assertThat(node.saidTo(2, Fetch.class)).hasSizeBetween(2, 6).containsOnly(new Fetch(1, 1));
    assertThat(node.saidTo(3, Fetch.class)).hasSizeBetween(2, 6).containsOnly(new Fetch(1, 1));
  }

  @Test
  void asksAgainOnlyThoseWhoHaveNotSaidThatTheyWould() {
    Solo ofFive = new Solo(1, 5);
    Canvass canvass = ofFive.untilCanvass();
    ofFive.receive(2, new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE));
    ofFive.forget();

    ofFive.ticks(RETRANSMIT_TICKS);

    assertThat(ofFive.sent)
        .extracting(Envelope::to, Envelope::message)
        .containsExactly(tuple(NODE_3, canvass), tuple(NODE_4, canvass), tuple(NODE_5, canvass));
  }
}
