package io.github.multipaxos.node;

import io.github.multipaxos.protocol.Event;
import java.time.Duration;

/** Makes ticks out of the monotonic clock, and out of durations. */
final class Ticks {

  private final TimeSource time;
  private final long tickNanos;
  private volatile long startNanos;

  Ticks(Duration tick, TimeSource time) {
    this.time = time;
    this.tickNanos = tick.toNanos();
    start();
  }

  /** Counts from now. Called right before the node begins to run, and never again. */
  void start() {
    startNanos = time.nanos();
  }

  /** Returns the tick of now, counted from the start of the node. */
  long now() {
    return sinceStart() / tickNanos;
  }

  /** Returns the tick of that moment, one of those that {@link #nanos} returns. */
  long at(long nanos) {
    return (nanos - startNanos) / tickNanos;
  }

  /** Returns the time of now, as the replica wants to hear it. */
  Event.Tick event() {
    return new Event.Tick(now(), time.wallMillis());
  }

  /** Returns how long it is until the tick after this one. */
  long nanosUntilNext() {
    return tickNanos - sinceStart() % tickNanos;
  }

  private long sinceStart() {
    return time.nanos() - startNanos;
  }

  /** Returns the moment of now, for deadlines that no tick is waited for. */
  long nanos() {
    return time.nanos();
  }

  /** Returns how long it is until that tick begins; none or negative if it has begun. */
  long nanosUntil(long tick) {
    return tick * tickNanos - sinceStart();
  }

  /** Returns how many whole ticks a duration holds. */
  long within(Duration duration) {
    return duration.toNanos() / tickNanos;
  }

  /** Returns a duration in ticks, rounded up, at least one. */
  int of(Duration duration) {
    long ticks = (duration.toNanos() + tickNanos - 1) / tickNanos;
    return Math.toIntExact(Math.max(1, Math.min(ticks, Integer.MAX_VALUE / 4)));
  }
}
