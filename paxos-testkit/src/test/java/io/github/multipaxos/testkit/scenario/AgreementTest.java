package io.github.multipaxos.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.protocol.SafetyViolation;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AgreementTest {

  private static final Decree RED = command("x=red", 1);
  private static final Decree BLUE = command("x=blue", 2);

  private final Agreement agreement = new Agreement(Membership.majorityOf(nodes(1, 2, 3)));

  @Test
  void allowsTheSameDecreeInSeveralBallots() {
    vote(1, "1.1", 5, RED);
    vote(2, "1.1", 5, RED);

    assertThatCode(
            () -> {
              vote(3, "2.3", 5, RED);
              vote(2, "2.3", 5, RED);
              agreement.onLearnt(NodeId.of(1), 5, RED);
            })
        .doesNotThrowAnyException();
    assertThat(agreement.handedThrough()).isEqualTo(5);
  }

  @Test
  void noticesTwoDecreesInOneBallot() {
    vote(1, "1.1", 5, RED);

    assertThatThrownBy(() -> vote(2, "1.1", 5, BLUE))
        .isInstanceOf(SafetyViolation.class)
        .hasMessage("slot 5 has two decrees in ballot 1.1");
  }

  @Test
  void noticesTwoChosenDecreesThoughNobodyKnowsOfEither() {
    vote(1, "1.1", 5, RED);
    vote(2, "1.1", 5, RED);
    vote(3, "2.3", 5, BLUE);

    assertThatThrownBy(() -> vote(2, "2.3", 5, BLUE))
        .isInstanceOf(SafetyViolation.class)
        .hasMessage("slot 5 has two chosen decrees, [x=red] and [x=blue]");
  }

  @Test
  void noticesANodeThatTakesAVoteForChosen() {
    vote(1, "1.1", 5, RED);
    vote(1, "1.1", 5, RED);

    assertThatThrownBy(() -> agreement.onLearnt(NodeId.of(1), 5, RED))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageStartingWith("node 1 takes [x=red] in slot 5 for chosen");
  }

  @Test
  void noticesACommandChosenTwice() {
    vote(1, "1.1", 5, RED);
    vote(2, "1.1", 5, RED);
    vote(1, "1.1", 6, RED);

    assertThatThrownBy(() -> vote(2, "1.1", 6, RED))
        .isInstanceOf(SafetyViolation.class)
        .hasMessage("command x=red is chosen in slots 5 and 6");
  }

  @Test
  void noticesARejectedCommandThatIsChosenLater() {
    agreement.onRejected(new CommandId(NodeId.of(1), 1, 1), "x=red");
    vote(1, "1.1", 5, RED);

    assertThatThrownBy(() -> vote(2, "1.1", 5, RED))
        .isInstanceOf(SafetyViolation.class)
        .hasMessage("command x=red was rejected");
  }

  @Test
  void noticesAChosenCommandThatIsRejected() {
    vote(1, "1.1", 5, RED);
    vote(2, "1.1", 5, RED);

    assertThatThrownBy(() -> agreement.onRejected(new CommandId(NodeId.of(1), 1, 1), "x=red"))
        .isInstanceOf(SafetyViolation.class)
        .hasMessage("command x=red is rejected but chosen");
  }

  @Test
  void noticesALogThatLacksWhatItsNodeHasHandedOut() {
    StagedCluster cluster =
        new StagedCluster(ClusterSettings.of(new Words("nodes=1,2,3")), new Transcript());
    StagedNode node = cluster.node(NodeId.of(1));
    Campaign.elect(cluster, node);
    cluster.check();

    node.disk()
        .append(new StagedDisk.Write(List.of(voted("9.3", 1, BLUE)), List.of(), List.of(), 1));

    assertThatThrownBy(cluster::check)
        .isInstanceOf(SafetyViolation.class)
        .hasMessage("the log of node 1 holds [x=blue] in slot 1, where another decree is chosen");
  }

  private void vote(int node, String ballot, long slot, Decree decree) {
    agreement.onDurable(NodeId.of(node), voted(ballot, slot, decree));
  }

  private static LogRecord voted(String ballot, long slot, Decree decree) {
    String[] parts = ballot.split("\\.");
    Ballot of = new Ballot(Long.parseLong(parts[0]), NodeId.of(Integer.parseInt(parts[1])));
    return new LogRecord.Voted(slot, new Vote(of, decree));
  }

  private static Decree command(String text, long sequence) {
    CommandId id = new CommandId(NodeId.of(1), 1, sequence);
    return new Decree.CommandBatch(1, List.of(new Command(id, Bytes.utf8(text))));
  }

  private static TreeSet<NodeId> nodes(int... ids) {
    TreeSet<NodeId> nodes = new TreeSet<>();
    for (int id : ids) {
      nodes.add(NodeId.of(id));
    }
    return nodes;
  }
}
