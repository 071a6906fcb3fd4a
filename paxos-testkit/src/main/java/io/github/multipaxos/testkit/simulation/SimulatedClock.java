package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.node.TimeSource;

/** The clocks of one machine: each wrong in its own way, and the monotonic one at least forward. */
final class SimulatedClock implements TimeSource {

  /** What a wall clock shows that nobody has touched, when a run begins. */
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;

  private final Timeline timeline;
  private final double rate;
  private final long offsetNanos;
  private long wallOffsetMillis;

  /**
   * Makes clocks.
   *
   * @param rate how fast they run, 1 being right
   * @param offsetNanos what the monotonic one shows when a run begins
   */
  SimulatedClock(Timeline timeline, double rate, long offsetNanos) {
    this.timeline = timeline;
    this.rate = rate;
    this.offsetNanos = offsetNanos;
  }

  @Override
  public long nanos() {
    return offsetNanos + (long) (timeline.nanos() * rate);
  }

  @Override
  public long wallMillis() {
    return Math.max(
        0, BEGIN_MILLIS + wallOffsetMillis + (long) (timeline.nanos() * rate) / 1_000_000);
  }

  /** Somebody sets the wall clock. */
  void jump(long millis) {
    wallOffsetMillis += millis;
  }

  /** Returns how long true time needs for so many nanoseconds of this clock, rounded up. */
  long trueNanos(long nanos) {
    return (long) Math.ceil(nanos / rate);
  }
}
