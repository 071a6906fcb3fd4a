package io.github.multipaxos.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.NodeListener;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.LeaseTerms;
import io.github.multipaxos.protocol.ReplicaConfig;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;

/**
 * Everything a node is made of.
 *
 * @param <C> the command type
 * @param <R> the result type
 * @param cluster the cluster it belongs to
 * @param self which member it is
 * @param members all members
 * @param machine the application's state machine
 * @param codec encodes its commands
 * @param log where it keeps what it must not forget
 * @param transport how it talks
 * @param config its settings
 * @param listener learns what happens to it
 * @param time its clocks
 */
public record NodeSettings<C, R>(
    ClusterId cluster,
    NodeId self,
    Members members,
    StateMachine<C, R> machine,
    Codec<C> codec,
    DurableLog log,
    Transport transport,
    PaxosConfig config,
    NodeListener listener,
    TimeSource time) {

  /** So much that nothing holds a transfer back, and so little that sums of it fit a long. */
  private static final long MOST_BYTES_PER_TICK = 1L << 30;

  /** Returns what the protocol needs to know of these settings. */
  ReplicaConfig replicaConfig(Identity identity, Ticks ticks) {
    return new ReplicaConfig(
        self,
        identity.boot(),
        members.majority(),
        ticks.of(config.heartbeat()),
        Math.max(ticks.of(config.electionTimeout()), ticks.of(config.heartbeat()) + 1),
        ticks.of(config.retransmit()),
        config.windowSlots(),
        config.windowBytes(),
        config.batchBytes(),
        config.maxPendingBytes(),
        transferBytesPerTick(),
        identity.incarnation() ^ identity.boot() << 32 ^ self.value(),
        LeaseTerms.of(
            config.leaseDuration().toMillis(), config.clockDrift(), config.tick().toNanos()));
  }

  private long transferBytesPerTick() {
    double seconds = config.tick().toNanos() / 1e9;
    double bytes = config.transferBytesPerSecond() * seconds; // as a long it could overflow
    return (long) Math.max(1, Math.min(bytes, MOST_BYTES_PER_TICK));
  }

  /** Returns the name of one of this node's threads. */
  String threadName(String duty) {
    return "paxos-" + cluster + "-" + self + "-" + duty;
  }
}
