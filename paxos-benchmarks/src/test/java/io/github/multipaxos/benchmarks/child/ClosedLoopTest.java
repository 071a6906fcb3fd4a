package io.github.multipaxos.benchmarks.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Workload;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

  private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();
  private final Obedient replica = new Obedient();

  /** Completes what it is told to. */
  private static final class Obedient implements Replica, Driver {
    private Workload workload;
    private volatile int proposed;
    private volatile int reads;

    @Override
    public boolean leads() {
      return true;
    }

    @Override
    public Driver driver(Workload asked) {
      workload = asked;
      return this;
    }

    @Override
    public synchronized void propose(long startNanos, int operations) {
      proposed += operations;
    }

    @Override
    public synchronized void read(long startNanos, int operations) {
      reads += operations;
    }

    void complete(int operations) {
      workload.proposals().completed(System.nanoTime(), operations);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void end() {
    retries.shutdownNow();
  }

  private ClosedLoop loop(int window, int readPercent) {
    ClosedLoop loop = new ClosedLoop(replica, 128, window, readPercent, retries);
    loop.start();
    return loop;
  }

  @Test
  void keepsItsWindowFull() {
    ClosedLoop loop = loop(16, 0);
    assertThat(replica.proposed).isEqualTo(16);

    replica.complete(5);

    assertThat(replica.proposed).isEqualTo(21);
    assertThat(loop.takeProposals().getTotalCount()).isEqualTo(5);
  }

  @Test
  void spreadsReadsEvenly() {
    loop(10, 30);
    assertThat(replica.reads).isEqualTo(3);

    for (int i = 0; i < 90; i++) {
      replica.complete(1);
    }

    assertThat(replica.reads).isEqualTo(30);
    assertThat(replica.proposed).isEqualTo(70);
  }

  @Test
  void measuresFromTheMarkOn() {
    ClosedLoop loop = loop(4, 0);
    replica.complete(4);

    loop.mark();
    replica.complete(3);

    assertThat(loop.takeProposals().getTotalCount()).isEqualTo(3);
    assertThat(loop.longestGapNanos()).isPositive();
  }

  @Test
  void offersWhatFailedAgain() {
    ClosedLoop loop = loop(4, 0);

    replica.workload.proposals().failed(2, new IllegalStateException("no leader"));

    Awaitility.await("the second try").until(() -> replica.proposed == 6);
    assertThat(loop.failed()).isEqualTo(2);
    assertThat(loop.lastFailure()).contains("no leader");
    assertThat(loop.takeProposals().getTotalCount()).isZero();
  }

  @Test
  void beginsNothingOnceItRests() throws InterruptedException {
    ClosedLoop loop = loop(4, 0);
    assertThat(loop.rest(Duration.ZERO)).isEqualTo(4);

    replica.complete(4);

    assertThat(replica.proposed).isEqualTo(4);
    assertThat(loop.rest(Duration.ZERO)).isZero();
  }
}
