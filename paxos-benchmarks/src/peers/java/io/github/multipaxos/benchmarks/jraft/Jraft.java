package io.github.multipaxos.benchmarks.jraft;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;
import java.util.List;

/** SOFAJRaft with its default log, which is RocksDB with a synced write-ahead log. */
public class Jraft implements ReplicatedSystem {

  @Override
  public String name() {
    return "jraft";
  }

  @Override
  public String settings() {
    return "SOFAJRaft, log in RocksDB; sync, larger batches, no statistics";
  }

  /** Returns what makes the log. */
  DefaultJRaftServiceFactory logs() {
    return DefaultJRaftServiceFactory.newInstance();
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(
        "-Dio.netty.leakDetection.level=disabled",
        // Or its RPC library writes log files into the home directory.
        "-Dsofa.middleware.log.disable=true");
  }

  @Override
  public Replica start(Seat seat) throws Exception {
    return JraftReplica.start(seat, logs());
  }
}
