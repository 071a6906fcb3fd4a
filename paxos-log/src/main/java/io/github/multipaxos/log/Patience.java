package io.github.multipaxos.log;

import java.util.function.LongSupplier;

/**
 * Decides whether a thread with other duties may wait for the disk itself. A sync that took long
 * once is left to a thread of its own for a while, so that a slow disk holds nothing else up, or
 * hardly ever. Used by one thread.
 */
final class Patience {

  /** Far less than the time between two heartbeats. */
  static final long LONG_NANOS = 5_000_000;

  /** How long the disk is left to another thread then. */
  static final long PAUSE_NANOS = 1_000_000_000;

  private final LongSupplier nanos;
  private long pausesUntil;
  private boolean pauses;

  Patience(LongSupplier nanos) {
    this.nanos = nanos;
  }

  boolean isLeft() {
    if (pauses && nanos.getAsLong() - pausesUntil >= 0) {
      pauses = false;
    }
    return !pauses;
  }

  /** Returns a moment to be given to {@link #ended}. */
  long began() {
    return nanos.getAsLong();
  }

  void ended(long began) {
    long now = nanos.getAsLong();
    if (now - began > LONG_NANOS) {
      pauses = true;
      pausesUntil = now + PAUSE_NANOS;
    }
  }
}
