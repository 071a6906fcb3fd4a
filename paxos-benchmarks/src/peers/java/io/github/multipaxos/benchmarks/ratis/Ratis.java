package io.github.multipaxos.benchmarks.ratis;

import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;
import java.io.IOException;

/** Apache Ratis over its Netty transport. */
public final class Ratis implements ReplicatedSystem {

  @Override
  public String name() {
    return "ratis";
  }

  @Override
  public String settings() {
    return "Apache Ratis over Netty with epoll; larger segments and batches, no wait between"
        + " appends, requests kept for retries for 1 s";
  }

  @Override
  public Replica start(Seat seat) throws IOException {
    return RatisReplica.start(seat);
  }
}
