package io.github.multipaxos.benchmarks.limit;

import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;
import java.io.IOException;
import java.util.List;

/** The program that everything is measured against. */
public final class Limit implements ReplicatedSystem {

  private static final long FILE_MEBIBYTES = Long.getLong("limit.fileMebibytes", 256);

  @Override
  public String name() {
    return "limit";
  }

  @Override
  public String settings() {
    return "one thread, native epoll; one write and one sync per group into a recycled file of "
        + FILE_MEBIBYTES
        + " MiB; Netty's leak detection is off";
  }

  @Override
  public boolean elects() {
    return false;
  }

  /** All that a follower has not read waits in its leader's memory. */
  @Override
  public boolean catchesUp() {
    return false;
  }

  @Override
  public boolean forwards() {
    return false;
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Dio.netty.leakDetection.level=disabled");
  }

  @Override
  public Replica start(Seat seat) throws IOException {
    return LimitReplica.start(seat, FILE_MEBIBYTES << 20);
  }
}
