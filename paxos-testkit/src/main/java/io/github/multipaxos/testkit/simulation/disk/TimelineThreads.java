package io.github.multipaxos.testkit.simulation.disk;

import io.github.multipaxos.log.LogThreads;
import io.github.multipaxos.testkit.simulation.Timeline;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Gives a log its turns in virtual time, each as late as a sync takes. One thread only. */
public final class TimelineThreads implements LogThreads {

  private static final long IDLE_NANOS = 50_000_000;

  /** A turn that takes no longer is given at once, if the caller does not mind. */
  private static final long QUICK_NANOS = 100_000;

  private final Timeline timeline;
  private final LongSupplier latencyNanos;
  private @Nullable Work work;
  private boolean isStopped;
  private boolean isPlanned;
  private long turns;

  /**
   * Gives no turns yet.
   *
   * @param latencyNanos says how long the next turn takes
   */
  public TimelineThreads(Timeline timeline, LongSupplier latencyNanos) {
    this.timeline = timeline;
    this.latencyNanos = latencyNanos;
  }

  @Override
  public void start(String name, Work work) {
    this.work = work;
    wake();
  }

  @Override
  public void wake() {
    if (!isPlanned && !isStopped) {
      isPlanned = true;
      timeline.after(latencyNanos.getAsLong(), this::turn);
    }
  }

  @Override
  public void turnNow() {
    if (!isPlanned && !isStopped) {
      isPlanned = true;
      long latency = latencyNanos.getAsLong();
      if (latency <= QUICK_NANOS) {
        turn();
      } else {
        timeline.after(latency, this::turn);
      }
    }
  }

  /** Gives at once the turn that is planned, if one is. */
  public void hurry() {
    if (isPlanned) {
      turn();
    }
  }

  private void turn() {
    if (!isPlanned || isStopped || work == null) {
      return;
    }
    isPlanned = false;
    turns++;
    if (work.turn()) {
      wake();
    } else {
      long seen = turns;
      timeline.after(IDLE_NANOS, () -> idle(seen));
    }
  }

  private void idle(long seen) {
    if (!isStopped && !isPlanned && seen == turns && work != null) {
      work.idle();
    }
  }

  @Override
  public void later(Runnable task) {
    timeline.after(
        latencyNanos.getAsLong(),
        () -> {
          if (!isStopped) {
            task.run();
          }
        });
  }

  @Override
  public void stop() {
    isStopped = true;
  }
}
