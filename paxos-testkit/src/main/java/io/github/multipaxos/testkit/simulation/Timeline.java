package io.github.multipaxos.testkit.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time, and what is to happen when. Time stands still while a task runs and leaps to the
 * next one, so an idle hour costs nothing. Tasks due at the same nanosecond run in the order in
 * which they were planned. One thread only.
 */
public final class Timeline {

  private final PriorityQueue<Planned> queue = new PriorityQueue<>(1024);
  private long nanos;
  private long planned;
  private long done;

  private record Planned(long nanos, long order, Runnable task) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** Begins at time 0 with nothing planned. */
  public Timeline() {}

  /** Returns the true time, which no node knows. */
  public long nanos() {
    return nanos;
  }

  /** Returns how many tasks have run. */
  public long done() {
    return done;
  }

  /** Plans a task for so many nanoseconds from now; negative counts as none. */
  public void after(long delayNanos, Runnable task) {
    queue.add(new Planned(nanos + Math.max(0, delayNanos), planned++, task));
  }

  /** Runs the next task. If none is due by then, that time has come and false is returned. */
  public boolean runNext(long throughNanos) {
    Planned next = queue.peek();
    if (next == null || next.nanos > throughNanos) {
      nanos = Math.max(nanos, throughNanos);
      return false;
    }
    queue.remove();
    nanos = next.nanos;
    done++;
    next.task.run();
    return true;
  }
}
