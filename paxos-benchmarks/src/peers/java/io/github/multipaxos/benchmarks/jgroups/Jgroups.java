package io.github.multipaxos.benchmarks.jgroups;

import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.ReplicatedSystem;
import io.github.multipaxos.benchmarks.system.Seat;

/** jgroups-raft on a stack over TCP. */
public final class Jgroups implements ReplicatedSystem {

  @Override
  public String name() {
    return "jgroups";
  }

  @Override
  public String settings() {
    return "jgroups-raft, FileBasedLog with log_use_fsync; TCP without bundler, messages passed up"
        + " by the thread that reads";
  }

  @Override
  public Replica start(Seat seat) throws Exception {
    return JgroupsReplica.start(seat);
  }
}
