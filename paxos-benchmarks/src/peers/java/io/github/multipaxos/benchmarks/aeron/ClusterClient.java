package io.github.multipaxos.benchmarks.aeron;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.Header;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Workload;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client of the cluster, with a thread that offers commands and polls for their answers. Each
 * command begins with its number, and its answer is that number.
 */
final class ClusterClient implements Driver, Agent, EgressListener, AutoCloseable {

  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** As many as can be outstanding. */
  private static final int OUTSTANDING = 1 << 20;

  private final Workload workload;
  private final UnsafeBuffer command;
  private final AeronCluster cluster;
  private final AgentRunner runner;
  private final Queue<Run> asked = new ConcurrentLinkedQueue<>();

  // What follows belongs to the thread. Numbers below firstOpen are answered or given up.
  private final long[] startNanos = new long[OUTSTANDING];
  private @Nullable Run offering;
  private int offered;
  private long nextNumber;
  private long firstOpen;
  private long answeredStartNanos;
  private int answered;
  private long keptAliveNanos = System.nanoTime();

  private ClusterClient(AeronCluster.Context context, Workload workload, IdleStrategy idle) {
    if (workload.payloadBytes() < Long.BYTES) {
      throw new IllegalArgumentException(
          "aeron numbers its commands to tell the answers apart; give it at least 8 bytes");
    }
    this.workload = workload;
    this.command = new UnsafeBuffer(workload.payload());
    this.cluster = AeronCluster.connect(context.egressListener(this));
    this.runner =
        new AgentRunner(idle, e -> System.err.println("aeron: its client fails: " + e), null, this);
  }

  static ClusterClient start(AeronCluster.Context context, Workload workload, IdleStrategy idle) {
    ClusterClient client = new ClusterClient(context, workload, idle);
    AgentRunner.startOnThread(client.runner);
    return client;
  }

  /** So many commands that were asked for at once. */
  private record Run(long startNanos, int operations) {}

  @Override
  public void propose(long startNanos, int operations) {
    asked.add(new Run(startNanos, operations));
  }

  @Override
  public void read(long startNanos, int operations) {
    throw new UnsupportedOperationException("aeron offers no linearizable reads");
  }

  @Override
  public String roleName() {
    return "aeron-client";
  }

  @Override
  public int doWork() {
    int work = cluster.pollEgress();
    report();
    work += offer();
    if (work == 0) {
      keepAlive();
    }
    return work;
  }

  private int offer() {
    int work = 0;
    Run run = offering == null ? asked.poll() : offering;
    while (run != null) {
      while (offered < run.operations()) {
        if (!offer(run.startNanos())) {
          offering = run;
          return work;
        }
        offered++;
        work++;
      }
      offered = 0;
      run = asked.poll();
    }
    offering = null;
    return work;
  }

  private boolean offer(long startedNanos) {
    command.putLong(0, nextNumber);
    if (cluster.offer(command, 0, command.capacity()) < 0) {
      return false; // the buffer is full, or nobody leads just now
    }
    startNanos[slot(nextNumber)] = startedNanos;
    nextNumber++;
    return true;
  }

  private static int slot(long number) {
    return (int) number & OUTSTANDING - 1;
  }

  @Override
  public void onMessage(
      long sessionId, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
    long number = buffer.getLong(offset);
    if (number < firstOpen) {
      return; // given up when the leader changed
    }
    firstOpen = number + 1;
    long startedNanos = startNanos[slot(number)];
    if (startedNanos != answeredStartNanos) {
      report();
      answeredStartNanos = startedNanos;
    }
    answered++;
  }

  /** Reports answers in a row that were asked for at once. */
  private void report() {
    int operations = answered;
    answered = 0;
    if (operations > 0) {
      workload.proposals().completed(answeredStartNanos, operations);
    }
  }

  /** What the last leader did not answer, no other will. */
  @Override
  public void onNewLeader(long sessionId, long term, int leader, String ingressEndpoints) {
    report();
    int open = (int) (nextNumber - firstOpen);
    firstOpen = nextNumber;
    if (open > 0) {
      workload.proposals().failed(open, new IOException("the leader has changed"));
    }
  }

  private void keepAlive() {
    long nowNanos = System.nanoTime();
    if (nowNanos - keptAliveNanos > KEEP_ALIVE_NANOS && cluster.sendKeepAlive()) {
      keptAliveNanos = nowNanos;
    }
  }

  @Override
  public void close() {
    runner.close();
    cluster.close();
  }
}
