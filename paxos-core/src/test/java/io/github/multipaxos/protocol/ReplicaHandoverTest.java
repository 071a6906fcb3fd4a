package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NOBODY_ABSENT;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rule E5. */
class ReplicaHandoverTest {

  private static void handOver(Solo node, NodeId target) {
    node.step(new Event.HandOver(target, NOBODY_ABSENT));
  }

  @Test
  void movesLeadershipWithoutAskingAround() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    cluster.settle();
    long canvasses = cluster.count(Canvass.class);

    handOver(cluster.node(1), NODE_3);
    cluster.settle();

    assertThat(cluster.leaders()).containsExactly(3);
    assertThat(cluster.node(1).replica.leader()).isEqualTo(cluster.node(3).replica.leader());
    assertThat(cluster.node(2).replica.leader()).isEqualTo(cluster.node(3).replica.leader());
    assertThat(cluster.count(Canvass.class)).isEqualTo(canvasses);
  }

  @Test
  void losesNoCommandThatComesMeanwhile() {
    QuietCluster cluster = new QuietCluster(3);
    cluster.elect(1);
    cluster.settle();

    cluster.node(1).propose(command(1, 1));
    handOver(cluster.node(1), NODE_3);
    cluster.node(1).propose(command(1, 2));
    cluster.settle();
    cluster.ticks(ELECTION_TICKS);

    assertThat(cluster.leaders()).containsExactly(3);
    assertThat(cluster.node(1).outcomes).isEmpty();
    for (int i = 1; i <= 3; i++) {
      assertThat(cluster.node(i).chosen)
          .flatExtracting(chosen -> Samples.commands(chosen.decree()))
          .containsExactly(command(1, 1), command(1, 2));
    }
  }

  @Test
  void waitsUntilEverythingProposedIsChosenAndSaidToBe() {
    Solo leader = new Solo(1, 3);
    Ballot ballot = leader.leadThroughBarrier(2);
    leader.propose(command(1, 1));
    handOver(leader, NODE_2);
    leader.propose(command(1, 2));
    leader.sync();
    assertThat(leader.saidTo(2, TakeOver.class)).isEmpty();
    assertThat(leader.saidTo(2, Accept.class)).hasSize(1);

    leader.receive(3, new Accepted(ballot, 2));

    assertThat(leader.saidTo(2, TakeOver.class)).containsExactly(new TakeOver(ballot));
    assertThat(leader.saidTo(2, Chosen.class)).containsExactly(new Chosen(ballot, 2));
    assertThat(leader.saidTo(2, Accept.class)).hasSize(1);
  }

  @Test
  void takesUpItsWorkAgainWhenNobodyTakesOver() {
    Solo leader = new Solo(1, 3);
    Ballot ballot = leader.leadThroughBarrier(2);
    handOver(leader, NODE_2);
    leader.propose(command(1, 1));
    for (int i = 0; i < 2 * ELECTION_TICKS - 1; i++) {
      leader.ticks(1);
      leader.receive(3, new HeartbeatAck(ballot, i, 1));
    }
    assertThat(leader.said(Accept.class)).isEmpty();

    leader.ticks(1);

    assertThat(leader.saidTo(2, Accept.class)).hasSize(1);
    assertThat(leader.noticed(Notice.KeepsLeading.class))
        .containsExactly(new Notice.KeepsLeading(ballot, NODE_2));
  }

  @Test
  void choosesTheFurthestOfThoseHeardIfNobodyIsNamed() {
    Solo leader = new Solo(1, 3);
    Ballot ballot = leader.leadThroughBarrier(2);
    leader.receive(2, new HeartbeatAck(ballot, 1, 0));
    leader.receive(3, new HeartbeatAck(ballot, 1, 1));

    handOver(leader, NodeId.NOBODY);

    assertThat(leader.saidTo(3, TakeOver.class)).containsExactly(new TakeOver(ballot));
    assertThat(leader.saidTo(2, TakeOver.class)).isEmpty();
  }

  @Test
  void asksTheTargetAgainUntilItTakesOver() {
    Solo leader = new Solo(1, 3);
    Ballot ballot = leader.leadThroughBarrier(2);
    handOver(leader, NODE_2);
    assertThat(leader.saidTo(2, TakeOver.class)).hasSize(1);

    leader.ticks(RETRANSMIT_TICKS - 1);
    assertThat(leader.saidTo(2, TakeOver.class)).hasSize(1);
    leader.ticks(1);
    assertThat(leader.saidTo(2, TakeOver.class)).hasSize(2);
    leader.receive(2, new Prepare(ballot(9, 2), 1));
    leader.ticks(2L * RETRANSMIT_TICKS);

    assertThat(leader.saidTo(2, TakeOver.class)).hasSize(2).containsOnly(new TakeOver(ballot));
    assertThat(leader.replica.standing()).isEqualTo(Standing.FOLLOWING);
  }

  @Test
  void doesNotWaitForANodeThatIsNotThere() {
    Solo leader = new Solo(1, 3);
    Ballot ballot = leader.leadThroughBarrier(2);
    leader.ticks(ELECTION_TICKS - 1);
    leader.receive(3, new HeartbeatAck(ballot, 1, 1));
    leader.ticks(1);
    leader.forget();

    handOver(leader, NODE_2);
    handOver(leader, NodeId.of(9));
    leader.propose(command(1, 1));

    assertThat(leader.noticed(Notice.KeepsLeading.class))
        .containsExactly(
            new Notice.KeepsLeading(ballot, NODE_2), new Notice.KeepsLeading(ballot, NodeId.of(9)));
    assertThat(leader.said(TakeOver.class)).isEmpty();
    assertThat(leader.saidTo(3, Accept.class)).hasSize(1);
  }

  @Test
  void doesNotChooseANodeThatIsKnownToBeAbsent() {
    Solo leader = new Solo(1, 3);
    Ballot ballot = leader.leadThroughBarrier(2);
    leader.receive(3, new HeartbeatAck(ballot, 1, 1));

    leader.step(new Event.HandOver(NodeId.NOBODY, new TreeSet<>(List.of(NODE_3))));

    assertThat(leader.saidTo(2, TakeOver.class)).containsExactly(new TakeOver(ballot));
    assertThat(leader.saidTo(3, TakeOver.class)).isEmpty();
  }

  @Test
  void isNothingToANodeThatDoesNotLead() {
    Solo node = new Solo(1, 3);

    Effects effects = node.step(new Event.HandOver(NODE_2, NOBODY_ABSENT));

    assertThat(effects.messages()).isEmpty();
    assertThat(effects.notices()).isEmpty();
  }

  @Test
  void isNothingToANodeThatIsAlone() {
    QuietCluster cluster = new QuietCluster(1);
    cluster.elect(1);

    handOver(cluster.node(1), NodeId.NOBODY);
    cluster.node(1).propose(command(1, 1));
    cluster.settle();

    assertThat(cluster.leaders()).containsExactly(1);
    assertThat(cluster.node(1).replica.chosenThrough()).isEqualTo(2);
  }
}
