package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule N4. A replica whose directory is new, before and after its peers have vouched for it. */
class ReplicaAdmissionTest {

  private static final Ballot LEADER = new Ballot(1, NodeId.of(2));

  private final Solo solo = new Solo(1, 3);

  @BeforeEach
  void beginAsNew() {
    Recovered nothing = new Recovered();
    nothing.awaitAdmission();
    solo.replica = new Replica(solo.config, nothing);
  }

  private void askForEveryKindOfWord() {
    solo.receive(2, new Canvass(LEADER, 1));
    solo.receive(2, new Prepare(LEADER, 1));
    solo.receive(2, new Accept(LEADER, 1, Noop.INSTANCE, 0));
    solo.receive(2, new Heartbeat(LEADER, 1, 1, 0));
    solo.sync();
  }

  @Test
  void saysNothingThatCountsAndRecordsNothing() {
    askForEveryKindOfWord();
    solo.receive(2, new TakeOver(LEADER));
    solo.ticks(500);
    solo.sync();

    assertThat(solo.durable).isEmpty();
    assertThat(solo.vowed).isEmpty();
    assertThat(solo.said(CanvassAnswer.class)).isEmpty();
    assertThat(solo.said(HeartbeatAck.class)).isEmpty();
    assertThat(solo.said(Nack.class)).isEmpty();
    assertThat(solo.said(Canvass.class)).isEmpty();
    assertThat(solo.notices).noneMatch(Notice.Ignores.class::isInstance);
  }

  @Test
  void followsTheLeaderAndLearnsWhatIsChosen() {
    solo.receive(2, new Heartbeat(LEADER, 1, 1, 2));
    solo.ticks(5);
    assertThat(solo.replica.leader()).isEqualTo(LEADER);
    assertThat(solo.said(Fetch.class)).isNotEmpty();

    solo.receive(2, new Decrees(1, List.of(Noop.INSTANCE, Noop.INSTANCE), 2));

    assertThat(solo.replica.chosenThrough()).isEqualTo(2);
    assertThat(solo.chosen).hasSize(2);
  }

  @Test
  void learnsFromAnAcceptWhoLeadsAndNoMore() {
    solo.receive(2, new Accept(LEADER, 7, Noop.INSTANCE, 0));

    assertThat(solo.replica.leader()).isEqualTo(LEADER);
    assertThat(solo.replica.votes()).isEmpty();
    assertThat(solo.replica.promised()).isEqualTo(Ballot.NONE);
  }

  @Test
  void forwardsWhatItsClientsWant() {
    solo.receive(2, new Heartbeat(LEADER, 1, 1, 0));

    solo.propose(Samples.command(1, 1));

    assertThat(solo.saidTo(2, Forward.class)).hasSize(1);
  }

  @Test
  void votesOnceItIsAdmitted() {
    solo.step(new Event.Admitted());

    askForEveryKindOfWord();

    assertThat(solo.said(CanvassAnswer.class)).hasSize(1);
    assertThat(solo.said(HeartbeatAck.class)).hasSize(1);
    assertThat(solo.vowed).anyMatch(vow -> vow.message() instanceof Promise);
    assertThat(solo.vowed).anyMatch(vow -> vow.message() instanceof Accepted);
  }

  @Test
  void canvassesOnceItIsAdmitted() {
    solo.ticks(500);
    solo.step(new Event.Admitted());

    solo.ticks(500);

    assertThat(solo.said(Canvass.class)).isNotEmpty();
  }
}
