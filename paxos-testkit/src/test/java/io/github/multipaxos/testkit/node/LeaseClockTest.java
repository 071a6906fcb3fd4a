package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.node.NodeSettings;
import io.github.multipaxos.node.SteppedNode;
import io.github.multipaxos.node.TimeSource;
import io.github.multipaxos.protocol.Notice;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.Stateless;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When a node looks at its clock. It is a cluster of one, and holds a lease as soon as it leads.
 */
class LeaseClockTest {

  private static final long MILLI = 1_000_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Time time = new Time();
  private final Ears ears = new Ears();
  private final MemoryLog log = MemoryLog.stepped(new MemoryDisk());
  private final List<Notice> notices = new ArrayList<>();
  private long leasedReads;
  private SteppedNode<Long, Long> node;

  /** A clock that stands still, and may have something happen while it is looked at. */
  private static final class Time implements TimeSource {
    private long nanos;
    private Runnable onLook = () -> {};

    @Override
    public long nanos() {
      onLook.run();
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }

  private static final Stateless<Long, Long> ECHO = (command, at) -> command;

  /** A network that nobody else is on. */
  private static final class Ears implements Transport {
    private Receiver receiver;

    @Override
    public void start(Identity self, Members members, PeerMemory peers, Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void send(NodeId to, Message message) {}

    @Override
    public void flush() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void lead() throws IOException {
    PaxosConfig config =
        PaxosConfig.builder().leaseDuration(Duration.ofSeconds(1)).clockDrift(0.01).build();
    node =
        SteppedNode.start(
            new NodeSettings<Long, Long>(
                new ClusterId("alone"),
                NodeId.of(1),
                Members.parse("1=here:1"),
                ECHO,
                Codec.longs(),
                log,
                ears,
                config,
                event -> {},
                time),
            Runnable::run,
            (replica, effects) -> {
              notices.addAll(effects.notices());
              leasedReads += effects.leasedReads().size();
            });
    for (int i = 0; i < 20; i++) {
      pass(20);
    }
    notices.clear();
  }

  private void pass(long millis) {
    time.nanos += millis * MILLI;
    work();
  }

  private void work() {
    do {
      node.turn();
      log.sync();
    } while (node.hasEvents());
    while (node.apply()) {
      log.sync();
    }
  }

  private CompletableFuture<Integer> read(int[] runs, long queryMillis) {
    return node.read(
        Consistency.LEASE,
        at -> {
          time.nanos += queryMillis * MILLI;
          return ++runs[0];
        },
        TIMEOUT);
  }

  @Test
  void readsOnceIfTheLeaseIsStillHeldWhenTheQueryHasRun() {
    int[] runs = new int[1];
    CompletableFuture<Integer> read = read(runs, 800);

    work();

    assertThat(read).isCompletedWithValue(1);
    assertThat(leasedReads).isEqualTo(1);
  }

  /** Rule R8. */
  @Test
  void readsAgainWithoutALeaseIfItHasEndedMeanwhile() {
    int[] runs = new int[1];
    CompletableFuture<Integer> read = read(runs, 985);

    work();
    assertThat(runs[0]).isEqualTo(1);
    assertThat(read).isNotDone();
    pass(0);

    assertThat(read).isCompletedWithValue(2);
    assertThat(leasedReads).isEqualTo(1);
  }

  /**
   * Rule R6. What comes while the time is being looked at is left for the next turn, or a thread
   * held up there would take it for older than it is. (Here it comes from a stranger, and is
   * noticed.)
   */
  @Test
  void takesNoEventThatCameAfterTheTimeItGoesBy() {
    time.onLook =
        () -> {
          time.onLook = () -> {};
          ears.receiver.receive(NodeId.of(9), new Message.AskIndex(1, 1, true));
        };

    node.turn();
    assertThat(notices).isEmpty();
    node.turn();

    assertThat(notices).hasSize(1).hasOnlyElementsOfType(Notice.Ignores.class);
  }
}
