package io.github.multipaxos.register;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Time that passes when the test says so. Begins where sums with it overflow. */
final class HandClock implements Pauses {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void after(long pauseNanos, Runnable task) {
    pauses.add(Duration.ofNanos(pauseNanos));
    tasks.add(
        () -> {
          nanos += pauseNanos;
          task.run();
        });
  }

  /** Lets time pass in which nothing happens. */
  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Lets the pause under way end. */
  void endPause() {
    tasks.remove().run();
  }

  boolean isPausing() {
    return !tasks.isEmpty();
  }

  /** Returns how long each pause was or will be. */
  List<Duration> pauses() {
    return pauses;
  }
}
