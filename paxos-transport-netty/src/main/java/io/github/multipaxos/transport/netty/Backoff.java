package io.github.multipaxos.transport.netty;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long as before the last one, up to a limit,
 * and less a random part, so that nodes that lost each other at the same time do not all return at
 * the same time.
 */
final class Backoff {

  private final long minMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private long nextMillis;

  Backoff(Duration min, Duration max, RandomGenerator random) {
    this.minMillis = min.toMillis();
    this.maxMillis = max.toMillis();
    this.random = random;
    this.nextMillis = minMillis;
  }

  /** Returns the next pause: between half and all of the current one. */
  long nextMillis() {
    long pause = nextMillis;
    nextMillis = Math.min(maxMillis, 2 * pause);
    return pause - random.nextLong(pause / 2 + 1);
  }

  /** Returns the longest pause. */
  long maxMillis() {
    return maxMillis;
  }

  /** Starts again from the shortest pause. */
  void reset() {
    nextMillis = minMillis;
  }
}
