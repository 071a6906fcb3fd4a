package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;

/**
 * What a replica must be told before its first step. Times are in ticks of the clock that its
 * {@link Event.Tick}s report.
 *
 * @param self the node it runs on, one of the voters
 * @param boot the boot count of that node's memory; tells this life's questions from an earlier
 *     one's
 * @param membership who votes
 * @param heartbeatTicks how often a leader with nothing to say says so
 * @param electionTicks how long a follower bears silence, at least; and how long a leader does
 * @param retransmitTicks how long an unanswered message waits before it is sent again
 * @param windowSlots how many slots above the chosen prefix a leader may use
 * @param windowBytes how many bytes of decrees a leader may have open
 * @param batchBytes how many bytes of commands share a slot or a message, unless one alone is
 *     larger
 * @param backlogBytes how many bytes of forwarded commands may wait for a slot at the leader
 * @param transferBytesPerTick how many bytes of snapshots are fetched in a tick, about
 * @param seed from which election timeouts are drawn; differs between nodes
 * @param lease how long leases last, if there are any
 */
public record ReplicaConfig(
    NodeId self,
    long boot,
    Membership membership,
    int heartbeatTicks,
    int electionTicks,
    int retransmitTicks,
    int windowSlots,
    long windowBytes,
    int batchBytes,
    long backlogBytes,
    long transferBytesPerTick,
    long seed,
    LeaseTerms lease) {

  /** Checks that the node votes and that the times make sense together. */
  public ReplicaConfig {
    require(membership.voters().contains(self), "node " + self + " is not among " + membership);
    require(heartbeatTicks >= 1, "heartbeatTicks must be at least 1, was " + heartbeatTicks);
    require(
        electionTicks > heartbeatTicks,
        "electionTicks must exceed heartbeatTicks, was " + electionTicks);
    require(retransmitTicks >= 1, "retransmitTicks must be at least 1, was " + retransmitTicks);
    require(windowSlots >= 1, "windowSlots must be at least 1, was " + windowSlots);
    require(windowBytes >= 1, "windowBytes must be positive, was " + windowBytes);
    require(batchBytes >= 1, "batchBytes must be positive, was " + batchBytes);
    require(
        transferBytesPerTick >= 1,
        "transferBytesPerTick must be positive, was " + transferBytesPerTick);
    require(backlogBytes >= 1, "backlogBytes must be positive, was " + backlogBytes);
  }

  /** Says all but that there are leases. */
  public ReplicaConfig(
      NodeId self,
      long boot,
      Membership membership,
      int heartbeatTicks,
      int electionTicks,
      int retransmitTicks,
      int windowSlots,
      long windowBytes,
      int batchBytes,
      long backlogBytes,
      long transferBytesPerTick,
      long seed) {
    this(
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
        transferBytesPerTick,
        seed,
        LeaseTerms.OFF);
  }

  /** Returns the same with leases on these terms. */
  public ReplicaConfig withLease(LeaseTerms terms) {
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
        transferBytesPerTick,
        seed,
        terms);
  }

  /** Returns how many bytes of votes one page of a promise holds: those of a few full slots. */
  long pageBytes() {
    return 4L * batchBytes;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
