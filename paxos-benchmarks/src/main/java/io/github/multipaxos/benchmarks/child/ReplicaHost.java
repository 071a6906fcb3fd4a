package io.github.multipaxos.benchmarks.child;

import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.system.Replica;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The replicas of this process, and the load on one of them. Answers lines, one at a time. */
final class ReplicaHost implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double P50 = 50;
  private static final double P99 = 99;
  private static final double P999 = 99.9;

  private final SortedMap<Integer, Replica> replicas;
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(ReplicaHost::daemon);
  private @Nullable ClosedLoop loop;
  private long markedNanos;

  ReplicaHost(SortedMap<Integer, Replica> replicas) {
    this.replicas = new TreeMap<>(replicas);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "benchmark-retries");
    thread.setDaemon(true);
    return thread;
  }

  /** Does what a line asks for and returns the answer. */
  Line answer(Line asked) {
    try {
      return switch (asked.verb()) {
        case "leader" -> Line.of("leader").with("id", leader());
        case "drive" -> drive(asked);
        case "mark" -> mark();
        case "collect" -> collect();
        case "rest" -> rest();
        case "usage" -> usage();
        default -> throw new IllegalArgumentException("nobody knows '" + asked.verb() + "' here");
      };
    } catch (InterruptedException | RuntimeException e) {
      String message = e.getMessage();
      return Line.of("error").with("message", message == null ? e.toString() : message);
    }
  }

  private int leader() {
    for (Map.Entry<Integer, Replica> each : replicas.entrySet()) {
      if (each.getValue().leads()) {
        return each.getKey();
      }
    }
    return 0;
  }

  private Line drive(Line asked) {
    Replica replica = replicas.get(asked.count("id"));
    if (replica == null) {
      throw new IllegalArgumentException("replica " + asked.text("id") + " is not in this process");
    }
    ClosedLoop next =
        new ClosedLoop(
            replica, asked.count("payload"), asked.count("window"), asked.count("reads"), retries);
    loop = next;
    next.start();
    return Line.of("driving");
  }

  private ClosedLoop loop() {
    ClosedLoop current = loop;
    if (current == null) {
      throw new IllegalStateException("no load was asked for yet");
    }
    return current;
  }

  private Line mark() {
    loop().mark();
    markedNanos = System.nanoTime();
    return Line.of("marked");
  }

  private Line collect() {
    ClosedLoop measured = loop();
    long nanos = System.nanoTime() - markedNanos;
    long gapNanos = measured.longestGapNanos();
    Histogram proposals = measured.takeProposals();
    Histogram reads = measured.takeReads();
    Histogram all = new Histogram(proposals);
    all.add(proposals);
    all.add(reads);
    return Line.of("figures")
        .with("nanos", nanos)
        .with("operations", all.getTotalCount())
        .with("reads", reads.getTotalCount())
        .with("p50", all.getValueAtPercentile(P50))
        .with("p99", all.getValueAtPercentile(P99))
        .with("p999", all.getValueAtPercentile(P999))
        .with("max", all.getMaxValue())
        .with("gap", gapNanos)
        .with("failed", measured.failed())
        .with("failure", measured.lastFailure());
  }

  private Line rest() throws InterruptedException {
    return Line.of("resting").with("left", loop().rest(PATIENCE));
  }

  private static Line usage() {
    Usage usage = Usage.now();
    return Line.of("usage")
        .with("cpu", usage.cpuNanos())
        .with("compiler", usage.compilerNanos())
        .with("allocated", usage.allocatedBytes())
        .with("peak", usage.peakBytes());
  }

  @Override
  public void close() {
    retries.shutdownNow();
    replicas.values().forEach(Replica::close);
  }
}
