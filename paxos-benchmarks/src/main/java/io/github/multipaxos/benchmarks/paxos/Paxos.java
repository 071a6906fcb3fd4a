package io.github.multipaxos.benchmarks.paxos;

import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.transport.netty.NettyOptions;
import java.io.IOException;
import java.util.List;

/** This library: {@code PaxosNode} with {@code FileLog} and {@code NettyTransport}. */
public class Paxos implements ReplicatedSystem {

  @Override
  public String name() {
    return "paxos";
  }

  @Override
  public String settings() {
    return "FileLog and NettyTransport with their defaults; Netty's leak detection is off";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Dio.netty.leakDetection.level=disabled");
  }

  @Override
  public Replica start(Seat seat) throws IOException {
    return PaxosReplica.start(seat, network());
  }

  /** Returns the transport's settings. */
  NettyOptions network() {
    return NettyOptions.defaults();
  }
}
