package io.github.multipaxos.benchmarks.aeron;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Aeron Cluster with threads that spin, then yield, then sleep. */
public final class AeronBackoff extends Aeron {

  private static final int SPINS = 10;
  private static final int YIELDS = 20;
  private static final long MOST_MICROS = 50;

  @Override
  public String name() {
    return "aeron-backoff";
  }

  @Override
  public String settings() {
    return "as aeron, threads that back off to sleeps of 50 µs when idle";
  }

  @Override
  IdleStrategy idle() {
    return new BackoffIdleStrategy(
        SPINS,
        YIELDS,
        TimeUnit.MICROSECONDS.toNanos(1),
        TimeUnit.MICROSECONDS.toNanos(MOST_MICROS));
  }
}
