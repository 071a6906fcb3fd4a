package io.github.multipaxos.transport.netty;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Has an event loop look again and again for something to do before it sleeps. To be woken takes
 * longer than most waits while messages come and go. Each look that finds nothing lets other
 * threads have the core.
 *
 * <p>Where nothing came in time it sleeps at once the next time, if that happens again the next two
 * times, and so on: an idle loop hardly spins.
 */
final class Spinning implements SelectStrategy {

  /** How many sleeps pass without a spin before another is tried, at most. */
  static final int MOST_SKIPPED = 64;

  private final long nanos;
  private final LongSupplier clock;
  private boolean isSpinning;
  private long sinceNanos;
  private int vainSkips; // how many sleeps a spin in vain costs
  private int skips; // how many of them are still to come

  /**
   * Makes the strategy of one loop.
   *
   * @param longest how long it spins at a stretch
   * @param clock nanoseconds
   */
  Spinning(Duration longest, LongSupplier clock) {
    this.nanos = longest.toNanos();
    this.clock = clock;
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    int ready = selectNow.get();
    if (ready > 0 || hasTasks) {
      if (isSpinning) {
        vainSkips = 0;
        sinceNanos = clock.getAsLong();
      }
      return ready;
    }
    if (!isSpinning && !begins()) {
      return SELECT;
    }
    if (clock.getAsLong() - sinceNanos < nanos) {
      Thread.yield();
      return CONTINUE;
    }
    isSpinning = false;
    vainSkips = Math.min(MOST_SKIPPED, Math.max(1, 2 * vainSkips));
    skips = vainSkips;
    return SELECT;
  }

  private boolean begins() {
    if (skips > 0) {
      skips--;
      return false;
    }
    isSpinning = true;
    sinceNanos = clock.getAsLong();
    return true;
  }
}
