package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rule L4. An accept of a deposed leader may come after its slot was learnt from a peer, on a node
 * that was never asked to promise the ballot that chose it. The vote is allowed, and it is for
 * another decree; the log must go on giving the chosen one.
 */
class LateAcceptTest {

  private static final Ballot OLD = ballot(1, 1);
  private static final Ballot NEW = ballot(2, 2);

  private final Solo node = new Solo(3, 3);

  @Test
  void leavesTheChosenDecreeOfThePrefixOnDisk() {
    node.receive(2, new Heartbeat(NEW, 1, 1, 1));
    node.receive(2, new Decrees(1, List.of(RED), 1));
    node.sync();
    assertThat(node.onDisk(1)).isEqualTo(RED);

    node.receive(1, new Accept(OLD, 1, BLUE, 0));
    node.sync();

    assertThat(node.onDisk(1)).isEqualTo(RED);
  }

  @Test
  void leavesADecreeLearntAboveAGapOnDisk() {
    node.receive(2, new Decrees(2, List.of(RED), 2));
    node.sync();
    assertThat(node.replica.chosenThrough()).isZero();

    node.receive(1, new Accept(OLD, 2, BLUE, 0));
    node.sync();
    node.receive(2, new Decrees(1, List.of(RED), 2));
    node.sync();

    assertThat(node.chosen).extracting(Effects.Chosen::decree).containsExactly(RED, RED);
    assertThat(node.onDisk(2)).isEqualTo(RED);
  }

  @Test
  void stillPromisesItsBallotAndIsAnswered() {
    node.receive(2, new Decrees(1, List.of(RED), 1));
    node.sync();

    node.receive(1, new Accept(OLD, 1, BLUE, 0));
    node.sync();

    assertThat(node.durable).contains(new LogRecord.Promised(OLD));
    assertThat(node.vowedTo(1, Accepted.class)).containsExactly(new Accepted(OLD, 1));
    node.crash();
    assertThat(node.replica.promised()).isEqualTo(OLD);
  }
}
