package io.github.multipaxos.benchmarks.child;

import io.github.multipaxos.benchmarks.system.Completions;
import io.github.multipaxos.benchmarks.system.Driver;
import io.github.multipaxos.benchmarks.system.Replica;
import io.github.multipaxos.benchmarks.system.Workload;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Keeps so many operations outstanding at one replica: whenever some complete, as many begin, on
 * the thread that reports them.
 */
final class ClosedLoop {

  private static final long RETRY_MILLIS = 1;
  private static final long PAUSE_MILLIS = 2;
  private static final int ALL_PERCENT = 100;

  private final Driver driver;
  private final Latencies proposals = new Latencies();
  private final Latencies reads = new Latencies();
  private final ScheduledExecutorService retries;
  private final int window;
  private final int readPercent;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicLong failed = new AtomicLong();
  private volatile String lastFailure = "";
  private volatile boolean resting;

  ClosedLoop(
      Replica replica,
      int payloadBytes,
      int window,
      int readPercent,
      ScheduledExecutorService retries) {
    this.window = window;
    this.readPercent = readPercent;
    this.retries = retries;
    this.driver =
        replica.driver(new Workload(payloadBytes, new Ending(proposals), new Ending(reads)));
  }

  /** Begins the first operations. */
  void start() {
    outstanding.set(window);
    begin(System.nanoTime(), window);
  }

  private void begin(long nowNanos, int operations) {
    int toRead = readPercent == 0 ? 0 : readsAmong(operations);
    if (toRead < operations) {
      driver.propose(nowNanos, operations - toRead);
    }
    if (toRead > 0) {
      driver.read(nowNanos, toRead);
    }
  }

  /** Spreads reads evenly, whoever asks. */
  private int readsAmong(int operations) {
    long before = begun.getAndAdd(operations);
    return (int)
        ((before + operations) * readPercent / ALL_PERCENT - before * readPercent / ALL_PERCENT);
  }

  private void next(long nowNanos, int operations) {
    if (resting) {
      outstanding.addAndGet(-operations);
    } else {
      begin(nowNanos, operations);
    }
  }

  /** Forgets what was measured and measures from now on. */
  void mark() {
    proposals.take();
    reads.take();
    failed.set(0);
  }

  Histogram takeProposals() {
    return proposals.take();
  }

  Histogram takeReads() {
    return reads.take();
  }

  /** Returns the longest time without any completion of a proposal since the last mark. */
  long longestGapNanos() {
    return proposals.longestGapNanos();
  }

  long failed() {
    return failed.get();
  }

  /** Returns what the last failure said, or nothing. */
  String lastFailure() {
    return lastFailure;
  }

  /** Begins no more, and waits for what is outstanding. Returns how many are left. */
  int rest(Duration patience) throws InterruptedException {
    resting = true;
    long deadline = System.nanoTime() + patience.toNanos();
    while (outstanding.get() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
    }
    return outstanding.get();
  }

  /** Records how operations of one kind end, and begins others in their place. */
  private final class Ending implements Completions {
    private final Latencies latencies;

    Ending(Latencies latencies) {
      this.latencies = latencies;
    }

    @Override
    public void completed(long startNanos, int operations) {
      long nowNanos = System.nanoTime(); // once: it is a good part of what the driver costs
      latencies.record(startNanos, nowNanos, operations);
      next(nowNanos, operations);
    }

    @Override
    public void failed(int operations, Throwable cause) {
      failed.addAndGet(operations);
      lastFailure = cause.toString();
      retries.schedule(
          () -> next(System.nanoTime(), operations), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
