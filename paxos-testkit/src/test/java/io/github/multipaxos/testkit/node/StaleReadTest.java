package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.testkit.memory.MemoryNetwork.Passage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A read has its index and waits for a slow state machine to reach it. Then the node fails, or is
 * closed. The read must not run on a state that is not there yet, however little time is left.
 */
class StaleReadTest {

  private final Gate first = new Gate();
  private final Gate second = new Gate();
  private final Sightings<Passage> passages = new Sightings<>();
  private final SpyLog[] log = new SpyLog[1];

  @Test
  void rejectsAReadWhoseIndexWasNotReachedWhenTheNodeFails() {
    try (Cluster<Journal> cluster = clusterWithASlowNode()) {
      Seat<Journal> slow = cluster.seat(3);
      CompletableFuture<Boolean> read = readWhatIsNotAppliedYet(cluster);

      slow.disk().failNextSync("bad sector 17");
      cluster.seat(1).write();
      log[0].failures().awaitOne("the log to fail", reason -> true);
      second.open();

      assertThat(Answer.of(read)).isEqualTo(Answer.STOPPED);
    }
  }

  @Test
  void rejectsAReadWhoseIndexWasNotReachedWhenTheNodeIsClosed() throws InterruptedException {
    try (Cluster<Journal> cluster = clusterWithASlowNode()) {
      Seat<Journal> slow = cluster.seat(3);
      CompletableFuture<Boolean> read = readWhatIsNotAppliedYet(cluster);

      Thread closer = new Thread(slow::close, "closer");
      closer.start();
      Threads.awaitEnd("paxos-" + cluster.name() + "-3-protocol");
      Threads.awaitWaiting("paxos-" + cluster.name() + "-3-watch");
      second.open();
      closer.join();

      assertThat(Answer.of(read)).isEqualTo(Answer.STOPPED);
    }
  }

  private Cluster<Journal> clusterWithASlowNode() {
    Cluster<Journal> cluster = Cluster.steady(3);
    cluster
        .seat(3)
        .config(it -> it.applyQueueBytes(1))
        .log(
            plain -> {
              log[0] = new SpyLog(plain);
              log[0].maxReadBytes(1); // one decree at a time
              return log[0];
            });
    return cluster.startLed();
  }

  /** Returns a read that the apply thread is at, while it catches up and stands at a gate. */
  private CompletableFuture<Boolean> readWhatIsNotAppliedYet(Cluster<Journal> cluster) {
    cluster.seat(3).machine().beforeEach(this::standAtGate);
    Answer.of(cluster.seat(1).propose("first"));
    first.awaitSomebody();
    cluster.seat(1).write(); // all that the queue has room for
    Answer.of(cluster.seat(1).propose("second"));
    String last = cluster.seat(1).write();
    cluster.network().loseIf(this::isLost);

    CompletableFuture<Boolean> read =
        cluster.seat(3).read(journal -> journal.commands().contains(last));
    passages.await("node 3 to have taken the read's index", StaleReadTest::isIndexTaken);
    cluster.network().loseIf(passage -> false);
    first.open();
    second.awaitSomebody();
    return read;
  }

  private void standAtGate(String command) {
    if (command.equals("first")) {
      first.pass();
    } else if (command.equals("second")) {
      second.pass();
    }
  }

  private boolean isLost(Passage passage) {
    passages.add(passage);
    return false;
  }

  /** Node 3 answers heartbeats in the order in which it was sent them and the index. */
  private static boolean isIndexTaken(List<Passage> all) {
    List<Passage> sinceIndex =
        all.stream().dropWhile(it -> !(it.message() instanceof Message.Index)).toList();
    return sinceIndex.stream()
            .filter(it -> it.from().value() == 3 && it.message() instanceof Message.HeartbeatAck)
            .count()
        >= 3;
  }
}
