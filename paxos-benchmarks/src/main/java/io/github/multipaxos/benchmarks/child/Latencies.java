package io.github.multipaxos.benchmarks.child;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** How long operations took, and the longest time in which none ended. */
final class Latencies {

  private static final int DIGITS = 3;

  private final Recorder recorder = new Recorder(DIGITS);

  // Neither needs to be exact when two threads report at once, so neither costs a fence.
  private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong longestGapNanos = new AtomicLong();

  void record(long startNanos, long nowNanos, int operations) {
    recorder.recordValueWithCount(nowNanos - startNanos, operations);
    long gapNanos = nowNanos - lastNanos.getPlain();
    lastNanos.lazySet(nowNanos);
    if (gapNanos > longestGapNanos.getPlain()) {
      longestGapNanos.lazySet(gapNanos);
    }
  }

  /** Counts the gap that has not ended, too. */
  long longestGapNanos() {
    return Math.max(longestGapNanos.get(), System.nanoTime() - lastNanos.get());
  }

  /** Returns what was recorded since the last call, and begins anew. */
  Histogram take() {
    longestGapNanos.set(0);
    lastNanos.set(System.nanoTime());
    return recorder.getIntervalHistogram();
  }
}
