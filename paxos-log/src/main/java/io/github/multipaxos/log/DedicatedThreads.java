package io.github.multipaxos.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread for the turns, and one for each task beside them. */
final class DedicatedThreads implements LogThreads {

  private final long idleNanos;
  private final AtomicBoolean awake = new AtomicBoolean();
  private final List<Thread> tasks = new ArrayList<>();
  private volatile boolean stopping;
  private volatile @Nullable Thread writer;
  private String name = "paxos-log";

  DedicatedThreads(Duration idle) {
    this.idleNanos = idle.toNanos();
  }

  @Override
  public void start(String name, Work work) {
    this.name = name;
    Thread thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
    writer = thread;
    thread.start();
  }

  private void run(Work work) {
    boolean idled = true;
    while (!stopping) {
      awake.set(false); // before the turn, so that what is appended during it is not overlooked
      if (work.turn()) {
        idled = false;
      } else if (!idled) {
        idled = restedThrough(idleNanos);
        if (idled) {
          work.idle();
        }
      } else {
        rest();
      }
    }
    while (work.turn()) {
      continue;
    }
  }

  private boolean restedThrough(long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (!awake.get() && !stopping) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(this, left);
      Thread.interrupted(); // an interrupt would close the file under the next write
    }
    return false;
  }

  private void rest() {
    while (!awake.get() && !stopping) {
      LockSupport.park(this);
      Thread.interrupted();
    }
  }

  @Override
  public void wake() {
    if (!awake.getAndSet(true)) {
      LockSupport.unpark(writer);
    }
  }

  @Override
  public void later(Runnable task) {
    Thread thread = new Thread(task, name + "-reserve");
    thread.setDaemon(true);
    synchronized (tasks) {
      tasks.removeIf(earlier -> !earlier.isAlive());
      tasks.add(thread);
      thread.start();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    Thread thread = writer;
    if (thread != null) {
      LockSupport.unpark(thread);
      join(thread);
    }
    List<Thread> left;
    synchronized (tasks) {
      left = List.copyOf(tasks);
    }
    left.forEach(DedicatedThreads::join);
  }

  private static void join(Thread thread) {
    if (thread == Thread.currentThread()) {
      return; // closed from a callback: this turn is the last one
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // a log half closed helps nobody; the caller finds the interrupt later
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
