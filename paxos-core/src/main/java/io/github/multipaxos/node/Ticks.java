package io.github.multipaxos.node;

import java.time.Duration;

/** Makes ticks out of the monotonic clock, and out of durations. */
final class Ticks {

  private final long tickNanos;
  private volatile long startNanos;

  Ticks(Duration tick) {
    this.tickNanos = tick.toNanos();
    start();
  }

  /** Counts from now. Called right before the node's threads start, and never again. */
  void start() {
    startNanos = System.nanoTime();
  }

  /** Returns the tick of now, counted from the start of the node. */
  long now() {
    return (System.nanoTime() - startNanos) / tickNanos;
  }

  /** Returns how long it is until the tick after this one. */
  long nanosUntilNext() {
    return tickNanos - (System.nanoTime() - startNanos) % tickNanos;
  }

  /** Returns a duration in ticks, rounded up, at least one. */
  int of(Duration duration) {
    long ticks = (duration.toNanos() + tickNanos - 1) / tickNanos;
    return Math.toIntExact(Math.max(1, Math.min(ticks, Integer.MAX_VALUE / 4)));
  }
}
