package io.github.multipaxos.benchmarks.open;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.benchmarks.paxos.Tally;
import io.github.multipaxos.benchmarks.replicate.FreePorts;
import io.github.multipaxos.benchmarks.system.Seat;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.model.Member;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A node that opens a log, says what that took, and ends. */
@Command(
    name = "reopen",
    sortOptions = false,
    description = "What open starts: a node opens a log. Not meant to be typed.")
public final class ReopenCommand implements Callable<Integer> {

  private static final int MEMBERS = 3; // the others are not there
  private static final long PAUSE_MILLIS = 10;

  @Option(names = "--log", required = true, paramLabel = "DIR", description = "Where the log is.")
  private @Nullable Path log;

  @Option(
      names = "--slots",
      required = true,
      paramLabel = "COUNT",
      description = "How many slots are in it.")
  private long slots;

  @Option(names = "--help", usageHelp = true, description = "Say this and stop.")
  private boolean helpAsked;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (log == null || spec == null) {
      throw new IllegalStateException("read before the command line was");
    }
    spec.commandLine().getOut().println(open(log).line());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Opening open(Path directory) throws IOException, InterruptedException {
    Tally tally = new Tally();
    PaxosNode.Builder<byte[], Long> builder =
        PaxosNode.builder(tally, Tally.codec())
            .cluster(MadeLog.CLUSTER.name())
            .self(MadeLog.NODE.value())
            .members(members())
            .config(PaxosConfig.builder().closeTimeout(Duration.ZERO).snapshotBytes(0).build())
            .log(FileLog.in(directory))
            .transport(NettyTransport.create());
    long startNanos = System.nanoTime();
    try (PaxosNode<byte[], Long> node = builder.start()) {
      long openNanos = System.nanoTime() - startNanos;
      long openHeapBytes = heapBytes();
      while (node.status().appliedSlot() < slots) {
        require(node.status().failure().isEmpty(), "the node stopped: " + node.status());
        Thread.sleep(PAUSE_MILLIS);
      }
      long appliedNanos = System.nanoTime() - startNanos;
      return new Opening(openNanos, openHeapBytes, appliedNanos, heapBytes());
    }
  }

  private static Members members() throws IOException {
    List<List<Integer>> ports = FreePorts.find(MEMBERS, 1);
    List<Member> members = new ArrayList<>();
    for (int id = 1; id <= MEMBERS; id++) {
      members.add(new Member(NodeId.of(id), Seat.HOST, ports.get(id - 1).get(0)));
    }
    return Members.of(members);
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void require(boolean held, String complaint) throws IOException {
    if (!held) {
      throw new IOException(complaint);
    }
  }
}
