package io.github.multipaxos.examples.demo;

import java.time.Duration;

/** Counts acknowledgements and remembers the longest silence between two of them. */
final class Tally {

  private int acknowledged;
  private long latestNanos;
  private long longestSilenceNanos;

  /** Counts one and returns how many there are. */
  synchronized int acknowledge() {
    long nowNanos = System.nanoTime();
    if (acknowledged > 0) {
      longestSilenceNanos = Math.max(longestSilenceNanos, nowNanos - latestNanos);
    }
    latestNanos = nowNanos;
    return ++acknowledged;
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized Duration longestSilence() {
    return Duration.ofNanos(longestSilenceNanos);
  }
}
