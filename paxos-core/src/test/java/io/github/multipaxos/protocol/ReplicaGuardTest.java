package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.ReplicaLeaseTest.TERMS;
import static io.github.multipaxos.protocol.ReplicaLeaseTest.config;
import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules R5 and R7: a node that guards a leader against all others. */
class ReplicaGuardTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final Solo node = new Solo(config(1, 3, 1), List.of());

  @Test
  void guardsALeaderWhoseRoundItAcknowledges() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    assertThat(node.saidTo(2, HeartbeatAck.class))
        .containsExactly(new HeartbeatAck(LEADER, 1, 0, TERMS.millis()));
  }

  @Test
  void promisesNothingToAnybodyElseWhileItGuards() {
    Ballot higher = ballot(5, 3);
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    node.ticks(TERMS.guardTicks() - 1);

    node.receive(3, new Prepare(higher, 1));
    node.receive(3, new Canvass(higher, 1));
    node.sync();

    assertThat(node.vowedTo(3, Promise.class)).isEmpty();
    assertThat(node.said(Nack.class)).isEmpty();
    assertThat(node.saidTo(3, CanvassAnswer.class)).noneMatch(CanvassAnswer::granted);
    assertThat(node.noticed(Notice.Guards.class))
        .containsExactly(new Notice.Guards(Samples.NODE_3, higher, LEADER));
  }

  /** A candidate that goes on asking is not kept waiting for ever. */
  @Test
  void promisesWhenTheGuardHasEnded() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    node.ticks(TERMS.guardTicks());

    node.receive(3, new Prepare(ballot(5, 3), 1));
    node.sync();

    assertThat(node.vowedTo(3, Promise.class)).hasSize(1);
  }

  @Test
  void promisesToTheLeaderItGuards() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    node.receive(2, new Prepare(ballot(5, 2), 1));
    node.sync();

    assertThat(node.vowedTo(2, Promise.class)).hasSize(1);
  }

  /** What is promised is promised: a repeated question is answered, whomever the node guards. */
  @Test
  void answersAPreparePromisedAlready() {
    node.receive(3, new Prepare(LEADER, 1));
    node.receive(2, new Prepare(LEADER, 1));
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    node.receive(2, new Prepare(LEADER, 1));
    node.sync();

    assertThat(node.vowedTo(2, Promise.class)).hasSize(2);
  }

  @Test
  void promisesToWhomeverTheLeaderSends() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    node.receive(3, new Prepare(ballot(5, 3), 1, LEADER));
    node.sync();

    assertThat(node.vowedTo(3, Promise.class)).hasSize(1);
  }

  @Test
  void namesTheLeaderThatSentItInEveryPrepare() {
    node.receive(2, new Heartbeat(LEADER, 1, 0, 0));

    node.receive(2, new TakeOver(LEADER));
    node.sync();
    node.ticks(Samples.RETRANSMIT_TICKS);
    node.sync();

    assertThat(node.vowedTo(3, Prepare.class))
        .hasSize(2)
        .allMatch(prepare -> prepare.released().equals(LEADER));
  }

  /** Rule R5. Its own promise would be one for another than the leader it guards. */
  @Test
  void doesNotTakeOverForOneLeaderWhileItGuardsALaterOne() {
    node.receive(3, new Heartbeat(ballot(4, 3), 1, 0, 0));

    node.receive(2, new TakeOver(LEADER));
    node.sync();

    assertThat(node.vowedTo(2, Prepare.class)).isEmpty();
    assertThat(node.noticed(Notice.Campaigns.class)).isEmpty();
  }

  /** Rule R7. Whom it acknowledged in its earlier life may lead in a higher ballot. */
  @Test
  void doesNotTakeOverRightAfterARestart() {
    Solo again = new Solo(config(1, 3, 2), List.of());
    again.receive(2, new Heartbeat(LEADER, 1, 0, 0));
    again.receive(2, new TakeOver(LEADER));
    assertThat(again.noticed(Notice.Campaigns.class)).isEmpty();

    again.ticks(TERMS.guardTicks() - 1);
    again.receive(2, new Heartbeat(LEADER, 2, 0, 0));
    again.ticks(1);
    again.receive(2, new TakeOver(LEADER));

    assertThat(again.noticed(Notice.Campaigns.class)).hasSize(1);
  }

  @Test
  void promisesNothingForAWhileAfterARestart() {
    Solo again = new Solo(config(1, 3, 2), List.of());
    again.receive(3, new Prepare(ballot(5, 3), 1));
    again.receive(3, new Canvass(ballot(5, 3), 1));
    again.ticks(TERMS.guardTicks() - 1);
    again.receive(3, new Prepare(ballot(5, 3), 1));
    again.sync();
    assertThat(again.vowedTo(3, Promise.class)).isEmpty();
    assertThat(again.saidTo(3, CanvassAnswer.class)).noneMatch(CanvassAnswer::granted);
    assertThat(again.said(Canvass.class)).isEmpty();

    again.ticks(1);
    again.receive(3, new Prepare(ballot(5, 3), 1));
    again.sync();

    assertThat(again.vowedTo(3, Promise.class)).hasSize(1);
  }

  @Test
  void campaignsOnlyWhenItsGuardHasEnded() {
    long earliest = Long.MAX_VALUE;
    for (int seed = 0; seed < 50; seed++) {
      Solo follower = new Solo(config(1, 3, 1, seed), List.of());
      follower.receive(2, new Heartbeat(LEADER, 1, 0, 0));
      follower.untilCanvass();
      earliest = Math.min(earliest, follower.tick);
    }

    assertThat(TERMS.guardTicks()).isGreaterThan(ELECTION_TICKS);
    assertThat(earliest).isEqualTo(TERMS.guardTicks());
  }

  /** A candidate that was promised something meanwhile has a leader to leave alone. */
  @Test
  void doesNotCampaignOnSupportThatCameWhileItGuards() {
    Canvass canvass = node.untilCanvass();
    node.receive(3, new Prepare(ballot(7, 3), 1));
    node.receive(2, new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE));
    node.sync();

    assertThat(node.noticed(Notice.Campaigns.class)).isEmpty();
  }
}
