package io.github.multipaxos.log;

import java.util.function.LongSupplier;

/**
 * Decides whether a thread with other duties may wait for the disk itself. A sync that took long is
 * followed by a pause in proportion, in which the disk is left to a thread of its own: so a slow
 * disk holds the other up for a small part of the time at most. Used by one thread.
 */
final class Patience {

  /** Far less than the time between two heartbeats. */
  static final long LONG_NANOS = 5_000_000;

  /** For how many times as long as the sync took. */
  static final int PAUSE_FACTOR = 20;

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
      pausesUntil = now + PAUSE_FACTOR * (now - began);
    }
  }
}
