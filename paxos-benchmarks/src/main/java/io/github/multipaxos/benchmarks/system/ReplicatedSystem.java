package io.github.multipaxos.benchmarks.system;

import java.util.List;

/**
 * A system that replicates commands, in its best settings for this work. Adapters of other
 * libraries are found by {@link java.util.ServiceLoader}.
 */
public interface ReplicatedSystem {

  /** Returns what {@code --systems} calls it. */
  String name();

  /** Returns in one line how it is set up; printed with the results. */
  String settings();

  /** Returns how many ports each replica listens on. */
  default int portsPerReplica() {
    return 1;
  }

  /** Returns what the JVM of a replica needs on its command line beyond what all have. */
  default List<String> jvmOptions() {
    return List.of();
  }

  /** Tells whether the others go on when the leader dies. */
  default boolean elects() {
    return true;
  }

  /** Tells whether a follower that was away catches up, without memory that the others hold. */
  default boolean catchesUp() {
    return true;
  }

  /** Tells whether operations can be proposed at a follower. */
  default boolean forwards() {
    return true;
  }

  /** Tells whether it answers linearizable reads other than as commands in the log. */
  default boolean reads() {
    return true;
  }

  /**
   * Starts a replica and returns when it listens; there need not be a leader yet.
   *
   * @throws Exception if it cannot start; the message is shown
   */
  Replica start(Seat seat) throws Exception;
}
