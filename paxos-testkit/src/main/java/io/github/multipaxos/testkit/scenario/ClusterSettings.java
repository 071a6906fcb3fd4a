package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Quorums;
import io.github.multipaxos.protocol.LeaseTerms;
import io.github.multipaxos.protocol.ReplicaConfig;
import java.util.TreeSet;

/**
 * What the nodes of a staged cluster are told.
 *
 * @param fetchSlots how many decrees a node puts into one answer to a fetch
 * @param snapshotParts in how many parts a snapshot is given
 */
record ClusterSettings(
    Membership membership,
    int heartbeatTicks,
    int electionTicks,
    int retransmitTicks,
    int windowSlots,
    long windowBytes,
    int batchBytes,
    long backlogBytes,
    int fetchSlots,
    LeaseTerms lease,
    int snapshotParts) {

  static final String USAGE =
      "nodes=1,2,3 [leader=N] [election=TICKS] [heartbeat=TICKS] [retransmit=TICKS]"
          + " [window=SLOTS] [window_bytes=N] [batch_bytes=N] [backlog_bytes=N] [fetch=SLOTS]"
          + " [parts=N] [prepare=QUORUM] [accept=QUORUM] [lease=MILLIS]";

  /** What a tick lasts, and how wrong clocks may be, where leases are measured by them. */
  private static final long TICK_NANOS = 20_000_000;

  private static final double DRIFT = 0.1;

  /** Takes the words that say so. */
  static ClusterSettings of(Words words) {
    TreeSet<NodeId> voters =
        Words.nodes(
            words.option("nodes").orElseThrow(() -> new UsageException("nodes= is missing")));
    Quorums majority = Quorums.majority(voters.size());
    try {
      Quorums quorums =
          new Quorums(
              voters.size(),
              (int) words.option("prepare", majority.prepare()),
              (int) words.option("accept", majority.accept()));
      return new ClusterSettings(
          new Membership(voters, quorums),
          (int) words.option("heartbeat", 2),
          (int) words.option("election", 10),
          (int) words.option("retransmit", 4),
          (int) words.option("window", 16),
          words.option("window_bytes", 1 << 20),
          (int) words.option("batch_bytes", 1 << 16),
          words.option("backlog_bytes", 1 << 20),
          (int) words.option("fetch", 100),
          LeaseTerms.of(words.option("lease", 0), DRIFT, TICK_NANOS),
          (int) words.option("parts", 1));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  ReplicaConfig of(NodeId self, long boot) {
    try {
      return new ReplicaConfig(
              self,
              boot,
              membership,
              heartbeatTicks,
              electionTicks,
              retransmitTicks,
              windowSlots,
              windowBytes,
              batchBytes,
              backlogBytes,
              1 << 20,
              self.value() * 31L + boot)
          .withLease(lease);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
