package io.github.multipaxos.benchmarks.jgroups;

import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.benchmarks.system.Workload;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jgroups.JChannel;
import org.jgroups.raft.Options;
import org.jgroups.raft.RaftHandle;
import org.jspecify.annotations.Nullable;

/**
 * One member, driven by {@code RaftHandle}, which passes on to the leader what is asked elsewhere.
 */
final class JgroupsReplica implements Replica {

  private static final String GROUP = "benchmark";
  private static final Logger LOGGER = Logger.getLogger("org.jgroups");

  /** The count is not wanted back. */
  private static final Options NO_RESULT = Options.create(true);

  private final JChannel channel;
  private final RaftHandle handle;

  private JgroupsReplica(JChannel channel, RaftHandle handle) {
    this.channel = channel;
    this.handle = handle;
  }

  static JgroupsReplica start(Seat seat) throws Exception {
    LOGGER.setLevel(Level.WARNING);
    JChannel channel = new JChannel(Stack.of(seat));
    channel.name(String.valueOf(seat.id()));
    RaftHandle handle = new RaftHandle(channel, new CountingMachine());
    channel.connect(GROUP);
    return new JgroupsReplica(channel, handle);
  }

  @Override
  public boolean leads() {
    return handle.isLeader();
  }

  @Override
  public Driver driver(Workload workload) {
    byte[] payload = workload.payload();
    return new Driver() {
      @Override
      public void propose(long startNanos, int operations) {
        begin(
            workload.proposals(),
            startNanos,
            operations,
            () -> handle.setAsync(payload, 0, payload.length, NO_RESULT));
      }

      @Override
      public void read(long startNanos, int operations) {
        byte[] question = CountingMachine.QUESTION;
        begin(
            workload.reads(),
            startNanos,
            operations,
            () -> handle.getAsync(question, 0, question.length, null));
      }
    };
  }

  private static void begin(
      Completions completions, long startNanos, int operations, Operation operation) {
    BiConsumer<byte @Nullable [], @Nullable Throwable> settle =
        (result, failure) -> {
          if (failure == null) {
            completions.completed(startNanos, 1);
          } else {
            completions.failed(1, failure);
          }
        };
    for (int i = 0; i < operations; i++) {
      try {
        operation.begin().whenComplete(settle);
      } catch (Exception e) {
        completions.failed(1, e); // nobody leads just now
      }
    }
  }

  /** A call of the library. */
  private interface Operation {
    CompletableFuture<byte[]> begin() throws Exception;
  }

  @Override
  public void close() {
    channel.close();
  }
}
