package io.github.multipaxos.benchmarks.paxos;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.Role;
import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.NettyOptions;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** One node, and the count it keeps. */
final class PaxosReplica implements Replica {

  private final PaxosNode<byte[], Long> node;
  private final Tally tally;

  private PaxosReplica(PaxosNode<byte[], Long> node, Tally tally) {
    this.node = node;
    this.tally = tally;
  }

  static PaxosReplica start(Seat seat, NettyOptions network) throws IOException {
    Tally tally = new Tally();
    PaxosNode<byte[], Long> node =
        PaxosNode.builder(tally, Tally.codec())
            .cluster("benchmark")
            .self(seat.id())
            .members(members(seat))
            .config(PaxosConfig.builder().closeTimeout(Duration.ZERO).build())
            .log(FileLog.in(seat.directory(), log(seat.durability())))
            .transport(NettyTransport.create(network))
            .start();
    return new PaxosReplica(node, tally);
  }

  private static Members members(Seat seat) {
    List<Member> members = new ArrayList<>();
    for (int id = 1; id <= seat.replicas(); id++) {
      members.add(new Member(NodeId.of(id), Seat.HOST, seat.port(id)));
    }
    return Members.of(members);
  }

  private static FileLogOptions log(Durability durability) {
    return FileLogOptions.DEFAULT.withDurability(
        durability == Durability.FSYNC
            ? io.github.multipaxos.log.Durability.FSYNC
            : io.github.multipaxos.log.Durability.UNSAFE_NO_SYNC);
  }

  @Override
  public boolean leads() {
    return node.status().role() == Role.LEADER;
  }

  @Override
  public Driver driver(Workload workload) {
    byte[] payload = workload.payload();
    return new Driver() {
      @Override
      public void propose(long startNanos, int operations) {
        BiConsumer<Object, Throwable> settle = settle(workload.proposals(), startNanos);
        for (int i = 0; i < operations; i++) {
          node.propose(payload).whenComplete(settle);
        }
      }

      @Override
      public void read(long startNanos, int operations) {
        BiConsumer<Object, Throwable> settle = settle(workload.reads(), startNanos);
        for (int i = 0; i < operations; i++) {
          node.read(Consistency.LINEARIZABLE, tally::count).whenComplete(settle);
        }
      }
    };
  }

  /** Reports one operation. Futures complete with null in place of a failure. */
  private static BiConsumer<Object, Throwable> settle(Completions completions, long startNanos) {
    return (result, failure) -> {
      if (result != null) {
        completions.completed(startNanos, 1);
      } else {
        completions.failed(1, failure);
      }
    };
  }

  @Override
  public void close() {
    node.close();
  }
}
