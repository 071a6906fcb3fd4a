package io.github.multipaxos.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.ReplicaConfig;
import io.github.multipaxos.protocol.SnapshotTask;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtocolThreadTest {

  private static final Duration TICK = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Queue<Thread> turns = new ConcurrentLinkedQueue<>();
  private final Queue<Effects> effects = new ConcurrentLinkedQueue<>();
  private final Inbox inbox = new Inbox(1000, () -> {});
  private final FailStop failStop = new FailStop();
  private final Ticks ticks = new Ticks(TICK, TimeSource.SYSTEM);
  private final ProtocolThread thread =
      new ProtocolThread(NodeId.of(1), loop(), inbox, ticks, failStop);
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  private RuntimeException thrown = null;

  private NodeLoop loop() {
    NodeId self = NodeId.of(1);
    ReplicaConfig config =
        new ReplicaConfig(
            self,
            1,
            Membership.majorityOf(new TreeSet<>(List.of(self))),
            2,
            10,
            4,
            8,
            1000,
            100,
            1000,
            1000,
            1);
    Replica replica = new Replica(config, new Recovered());
    return new NodeLoop(
        self,
        replica,
        new HeldLog(),
        new DeafTransport(),
        new Seen(),
        inbox::put,
        new ReadablePrefix(0));
  }

  private final class Seen implements Downstream {
    @Override
    public void perform(List<SnapshotTask> tasks) {}

    @Override
    public void apply(Effects effects) {}

    @Override
    public void settle(Effects effects) {}

    @Override
    public void readBack(Effects effects) {}

    @Override
    public void observe(Replica replica, Effects of) {
      turns.add(Thread.currentThread());
      effects.add(of);
      if (thrown != null) {
        throw thrown;
      }
    }
  }

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  private void start() {
    inbox.wakes(thread::wake);
    thread.start(executor, TICK);
  }

  @Test
  void takesWhatCameBeforeItWasStarted() {
    inbox.put(new Event.Admitted());

    start();

    await().until(inbox::isEmpty);
  }

  @Test
  void takesWhatIsPutByAnyThread() {
    start();

    for (int i = 0; i < 10_000; i++) { // more than one turn takes
      inbox.put(new Event.Admitted());
    }

    await().until(inbox::isEmpty);
    assertThat(new TreeSet<>(turns.stream().map(Thread::getId).toList())).hasSize(1);
  }

  @Test
  void takesTurnsAsTimePasses() {
    start();

    await().until(() -> turns.size() > 3);
  }

  @Test
  void takesOneLastTurnAndNoOther() throws InterruptedException {
    start();
    await().until(() -> !turns.isEmpty());

    assertThat(thread.close(PATIENCE)).isTrue();
    int taken = turns.size();
    inbox.put(new Event.Admitted());
    long end = ticks.now() + 3;
    await().until(() -> ticks.now() > end);

    assertThat(turns).hasSize(taken);
    assertThat(inbox.isEmpty()).isFalse();
  }

  @Test
  void endsWhenATurnFails() throws InterruptedException {
    thrown = new IllegalStateException("broken");
    start();

    await().until(failStop::hasFailed);

    assertThat(failStop.reason()).hasValueSatisfying(why -> assertThat(why).contains("broken"));
    assertThat(thread.close(PATIENCE)).isTrue();
    assertThat(turns).hasSize(1);
  }

  @Test
  void needsNoLastTurnWhenItsExecutorHasGone() throws InterruptedException {
    start();
    await().until(() -> !turns.isEmpty());
    executor.shutdownNow();

    assertThat(thread.close(PATIENCE)).isTrue();
  }

  @Test
  void knowsItsThread() throws Exception {
    start();
    await().until(() -> !turns.isEmpty());

    assertThat(thread.isCurrent()).isFalse();
    assertThat(executor.submit(thread::isCurrent).get()).isTrue();
  }
}
