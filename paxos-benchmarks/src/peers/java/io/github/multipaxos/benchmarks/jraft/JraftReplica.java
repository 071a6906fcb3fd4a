package io.github.multipaxos.benchmarks.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Durability;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One node, driven by {@code Node.apply} and {@code Node.readIndex}. */
final class JraftReplica implements Replica {

  private static final String GROUP = "benchmark";
  private static final byte[] NO_CONTEXT = {};

  private final RaftGroupService service;
  private final Node node;
  private final CountingMachine machine;

  private JraftReplica(RaftGroupService service, Node node, CountingMachine machine) {
    this.service = service;
    this.node = node;
    this.machine = machine;
  }

  static JraftReplica start(Seat seat, JRaftServiceFactory logs) throws IOException {
    CountingMachine machine = new CountingMachine();
    RaftGroupService service =
        new RaftGroupService(GROUP, peer(seat, seat.id()), options(seat, logs, machine));
    Node node = service.start();
    if (node == null) {
      throw new IOException("SOFAJRaft does not start");
    }
    return new JraftReplica(service, node, machine);
  }

  private static PeerId peer(Seat seat, int replica) {
    return new PeerId(Seat.HOST, seat.port(replica));
  }

  private static NodeOptions options(Seat seat, JRaftServiceFactory logs, CountingMachine machine) {
    Configuration members = new Configuration();
    for (int id = 1; id <= seat.replicas(); id++) {
      members.addPeer(peer(seat, id));
    }
    NodeOptions options = new NodeOptions();
    options.setInitialConf(members);
    options.setElectionTimeoutMs(2000); // others on the same cores can hold up a heartbeat
    options.setFsm(machine);
    options.setServiceFactory(logs);
    options.setLogUri(seat.directory().resolve("log").toString());
    options.setRaftMetaUri(seat.directory().resolve("meta").toString());
    options.setRaftOptions(raftOptions(seat.durability() == Durability.FSYNC));
    return options;
  }

  private static RaftOptions raftOptions(boolean syncs) {
    RaftOptions options = new RaftOptions();
    options.setSync(syncs);
    options.setSyncMeta(syncs); // votes and terms too, as it must be; costs nothing meanwhile
    options.setOpenStatistics(false); // RocksDB counts for nobody
    options.setApplyBatch(256); // proposals that share an entry in the queue to the log
    options.setMaxEntriesSize(4096); // of one message to a follower: a whole window
    options.setMaxBodySize(4 << 20);
    options.setMaxAppendBufferSize(4 << 20); // of one write and sync of the log
    options.setDisruptorBufferSize(1 << 16); // or large windows are refused as too busy
    return options;
  }

  @Override
  public boolean leads() {
    return machine.leads();
  }

  @Override
  public Driver driver(Workload workload) {
    if (!leads()) {
      throw new IllegalStateException("SOFAJRaft takes proposals at its leader only");
    }
    byte[] payload = workload.payload();
    return new Driver() {
      @Override
      public void propose(long startNanos, int operations) {
        Closure done = status -> settle(workload.proposals(), startNanos, status);
        for (int i = 0; i < operations; i++) {
          node.apply(new Task(ByteBuffer.wrap(payload), done));
        }
      }

      @Override
      public void read(long startNanos, int operations) {
        for (int i = 0; i < operations; i++) {
          node.readIndex(NO_CONTEXT, reading(workload.reads(), startNanos));
        }
      }
    };
  }

  private ReadIndexClosure reading(Completions reads, long startNanos) {
    return new ReadIndexClosure() {
      @Override
      public void run(Status status, long index, byte[] context) {
        machine.count();
        settle(reads, startNanos, status);
      }
    };
  }

  private static void settle(Completions completions, long startNanos, Status status) {
    if (status.isOk()) {
      completions.completed(startNanos, 1);
    } else {
      completions.failed(1, new IOException(status.toString()));
    }
  }

  @Override
  public void close() {
    service.shutdown();
    try {
      service.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
