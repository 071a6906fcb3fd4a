package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Members;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/**
 * Runs the suite on a broken transport. Not a test by itself: {@link TransportSuiteTest} runs it.
 */
class BrokenTransportSubject implements TransportConformance {

  static BrokenTransport broken = BrokenTransport.NAMES_ANOTHER_SENDER;

  private static final long BUDGET_BYTES = 16 << 20;

  private final MemoryNetwork network = MemoryNetwork.threaded(BUDGET_BYTES);
  private final MemoryNetwork steppedNetwork = MemoryNetwork.stepped();
  private final MemoryNetwork boundlessNetwork = MemoryNetwork.threaded(Long.MAX_VALUE);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Transport> made = new ArrayList<>();

  MemoryNetwork network() {
    return network;
  }

  MemoryNetwork steppedNetwork() {
    return steppedNetwork;
  }

  MemoryNetwork boundlessNetwork() {
    return boundlessNetwork;
  }

  CountDownLatch ended() {
    return ended;
  }

  @Override
  public Members newMembers(int count) {
    return MemoryNetworkConformanceTest.members(count);
  }

  @Override
  public Transport newTransport() {
    Transport transport = broken.in(this);
    made.add(transport);
    return transport;
  }

  @Override
  public long boundBytes() {
    return 2 * BUDGET_BYTES;
  }

  @Override
  public long readAheadBytes() {
    return 8 << 10;
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(500);
  }

  /** Some broken transports stay open, or leave threads. */
  @AfterEach
  void endTheirThreads() {
    ended.countDown();
    for (Transport transport : made) {
      if (transport instanceof ForwardingTransport forwarding) {
        forwarding.transport.close();
      }
    }
  }
}
