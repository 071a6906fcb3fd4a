package io.github.multipaxos.benchmarks.paxos;

import io.github.multipaxos.transport.netty.NettyOptions;
import java.time.Duration;

/** This library with event loops that spin before they sleep. */
public final class PaxosSpin extends Paxos {

  private static final Duration SPIN = Duration.ofMillis(1);

  @Override
  public String name() {
    return "paxos-spin";
  }

  @Override
  public String settings() {
    return "as paxos, with NettyOptions.spin of " + SPIN.toMillis() + " ms";
  }

  @Override
  NettyOptions network() {
    return NettyOptions.builder().spin(SPIN).build();
  }
}
