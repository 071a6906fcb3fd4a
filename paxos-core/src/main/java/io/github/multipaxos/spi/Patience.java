package io.github.multipaxos.spi;

import java.util.function.LongSupplier;

/**
 * Decides whether a thread with other duties may do a piece of work itself that belongs to another,
 * to spare the change of threads. A piece that took long is followed by a pause in proportion, in
 * which that work is left to the thread it belongs to: so it holds the other duties up for a small
 * part of the time at most, whatever it is like. Used by one thread at a time.
 */
public final class Patience {

  /** A pause lasts so many times as long as what it follows. */
  static final int PAUSE_FACTOR = 20;

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

  /** The piece of work that began at that moment has ended. */
  public void ended(long began) {
    long now = nanos.getAsLong();
    if (now - began > longNanos) {
      pauses = true;
      pausesUntil = now + PAUSE_FACTOR * (now - began);
    }
  }
}
