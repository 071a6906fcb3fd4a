package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.transport.netty.NettyOptions;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.time.Duration;

/** The same with an event loop that spins before it sleeps. */
class SpinningTransportConformanceTest extends NettyTransportConformanceTest {

  @Override
  public Transport newTransport() {
    return NettyTransport.create(NettyOptions.builder().spin(Duration.ofMillis(1)).build());
  }
}
