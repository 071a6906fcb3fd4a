package io.github.multipaxos.spi;

import java.util.function.LongSupplier;

/**
 * Decides whether a thread with other duties may do a piece of work itself that belongs to another,
 * to spare the change of threads. A piece that took long is followed by a pause, in which that work
 * is left to the thread it belongs to: so it holds the other duties up for a small part of the time
 * at most. The pause grows with the square of what it follows, so that work that hangs now and then
 * does so to the other duties once in hours. Used by one thread at a time.
 */
public final class Patience {

  /** A pause lasts at least so many times as long as what it follows. */
  static final long PAUSE_FACTOR = 20;

  /** What takes longer than so many times what is long already is followed by a longer pause. */
  static final long VERY_LONG = 10;

  private final long longNanos;
  private final LongSupplier nanos;
  private long pausesUntil;
  private boolean pauses;

  /**
   * Begins with patience.
   *
   * @param longNanos a piece of work that takes longer than this is followed by a pause
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  public Patience(long longNanos, LongSupplier nanos) {
    this.longNanos = longNanos;
    this.nanos = nanos;
  }

  /** Tells whether there is no pause. */
  public boolean isLeft() {
    if (pauses && nanos.getAsLong() - pausesUntil >= 0) {
      pauses = false;
    }
    return !pauses;
  }

  /** A piece of work begins. Returns a moment to be given to {@link #ended}. */
  public long began() {
    return nanos.getAsLong();
  }

  private long pauseAfter(long tookNanos) {
    double factor = Math.max(1, tookNanos / (double) (VERY_LONG * longNanos));
    return (long) Math.min(Long.MAX_VALUE / 4, PAUSE_FACTOR * factor * tookNanos);
  }

  /** The piece of work that began at that moment has ended. */
  public void ended(long began) {
    long now = nanos.getAsLong();
    if (now - began > longNanos) {
      pauses = true;
      pausesUntil = now + pauseAfter(now - began);
    }
  }
}
