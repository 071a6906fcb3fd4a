package io.github.multipaxos.benchmarks.aeron;

import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** Aeron Cluster with threads that never sleep. */
public class Aeron implements ReplicatedSystem {

  @Override
  public String name() {
    return "aeron";
  }

  @Override
  public String settings() {
    return "Aeron Cluster, archive with sync level 1, shared threads that yield when idle; client"
        + " over IPC";
  }

  /** Returns what a thread does that has nothing to do. */
  IdleStrategy idle() {
    return YieldingIdleStrategy.INSTANCE;
  }

  @Override
  public int portsPerReplica() {
    return Ports.COUNT;
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
        "-Dagrona.disable.bounds.checks=true");
  }

  /** It has sessions and a log, and a query is a command in the log. */
  @Override
  public boolean reads() {
    return false;
  }

  @Override
  public Replica start(Seat seat) {
    return AeronReplica.start(seat, this::idle);
  }
}
