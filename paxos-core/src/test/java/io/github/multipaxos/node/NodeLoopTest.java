package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.ReplicaConfig;
import io.github.multipaxos.protocol.SnapshotTask;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order in which effects happen. */
class NodeLoopTest {

  private static final NodeId SELF = NodeId.of(1);
  private static final NodeId PEER = NodeId.of(2);

  private final HeldLog log = new HeldLog();
  private final DeafTransport transport = new DeafTransport();
  private final List<SnapshotTask> performed = new ArrayList<>();
  private final NodeLoop loop =
      new NodeLoop(
          SELF, replica(), log, transport, new Performed(), event -> {}, new ReadablePrefix(9));

  /** A node whose log reaches to slot 9. */
  private static Replica replica() {
    TreeSet<NodeId> voters = new TreeSet<>(List.of(SELF, PEER, NodeId.of(3)));
    Recovered recovered = new Recovered();
    recovered.add(new LogRecord.Promised(new Ballot(4, PEER)));
    recovered.add(new LogRecord.ChosenThrough(9));
    return new Replica(
        new ReplicaConfig(
            SELF, 1, Membership.majorityOf(voters), 2, 10, 4, 8, 1000, 100, 1000, 1000, 1),
        recovered);
  }

  private final class Performed implements Downstream {
    @Override
    public void perform(List<SnapshotTask> tasks) {
      performed.addAll(tasks);
    }

    @Override
    public void apply(Effects effects) {}

    @Override
    public void settle(Effects effects) {}

    @Override
    public void readBack(Effects effects) {}

    @Override
    public void observe(Replica replica, Effects effects) {}
  }

  /** Rule L8. Or a power cut could leave a log that has neither the old promise nor the new. */
  @Test
  void letsTheLogGoOnlyWhenWhatReplacesItIsDurable() {
    loop.turn(List.of(new Event.SnapshotTaken(9, 5)));
    assertThat(log.records()).contains(new LogRecord.Compacted(5));
    assertThat(performed).isEmpty();

    log.syncOne();

    assertThat(performed).containsExactly(new SnapshotTask.Compact(5));
  }

  @Test
  void waitsForTheRecordsOfThatVeryTurn() {
    Event heartbeat = new Event.Received(PEER, new Heartbeat(new Ballot(5, PEER), 1, 1, 9));
    Event prepare = new Event.Received(PEER, new Prepare(new Ballot(6, PEER), 10));
    loop.turn(List.of(heartbeat, prepare));
    loop.turn(List.of(new Event.SnapshotTaken(9, 5)));

    log.syncOne();
    assertThat(performed).isEmpty();
    log.syncOne();

    assertThat(performed).containsExactly(new SnapshotTask.Compact(5));
  }

  @Test
  void doesAtOnceWhatNeedNotWaitForTheLog() {
    loop.turn(
        List.of(new Event.Received(PEER, new AskSnapshot(5, 7)), new Event.SnapshotTaken(9, 5)));

    assertThat(performed).containsExactly(new SnapshotTask.Give(PEER, 5, 7));
  }
}
