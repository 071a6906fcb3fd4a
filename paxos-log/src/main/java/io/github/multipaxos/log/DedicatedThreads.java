package io.github.multipaxos.log;

import io.github.multipaxos.spi.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One thread for the turns, and one for each task beside them. Whoever asks for a turn right now
 * gives it on its own thread, if no other is under way and the disk has been quick.
 */
final class DedicatedThreads implements LogThreads {

  /** Far less than the time between two heartbeats, which such a turn may hold up. */
  private static final long LONG_NANOS = 5_000_000;

  private final long idleNanos;
  private final Patience patience;
  private final ReentrantLock turns = new ReentrantLock(); // held by whoever gives a turn
  private final AtomicBoolean awake = new AtomicBoolean();
  private final List<Thread> tasks = new ArrayList<>();
  private volatile boolean stirred; // a turn was given by another thread
  private volatile boolean resting;
  private volatile boolean stopping;
  private volatile @Nullable Thread writer;
  private @Nullable Work work;
  private String name = "paxos-log";

  DedicatedThreads(Duration idle) {
    this.idleNanos = idle.toNanos();
    this.patience = new Patience(LONG_NANOS, System::nanoTime);
  }

  @Override
  public void start(String name, Work work) {
    this.name = name;
    this.work = work;
    Thread thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
    writer = thread;
    thread.start();
  }

  private void run(Work work) {
    boolean idled = true;
    while (!stopping) {
      awake.set(false); // before the turn, so that what is appended during it is not overlooked
      if (turn(work)) {
        idled = false;
      } else if (!idled || stirred) {
        stirred = false;
        idled = restedThrough(idleNanos) && !stirred;
        if (idled) {
          idle(work);
        }
      } else {
        rest();
      }
    }
    while (turn(work)) {
      continue;
    }
  }

  private boolean turn(Work work) {
    turns.lock();
    try {
      return work.turn();
    } finally {
      turns.unlock();
    }
  }

  private void idle(Work work) {
    turns.lock();
    try {
      work.idle();
    } finally {
      turns.unlock();
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
    resting = true;
    while (!awake.get() && !stirred && !stopping) {
      LockSupport.park(this);
      Thread.interrupted();
    }
    resting = false;
  }

  @Override
  public void wake() {
    if (!awake.getAndSet(true)) {
      LockSupport.unpark(writer);
    }
  }

  @Override
  public void turnNow() {
    Work mine = work;
    boolean isInterrupted = Thread.currentThread().isInterrupted(); // it would close the file
    if (mine == null
        || stopping
        || isInterrupted
        || turns.isHeldByCurrentThread()
        || !tryTurn(mine)) {
      wake();
    }
  }

  private boolean tryTurn(Work mine) {
    if (!patience.isLeft() || !turns.tryLock()) {
      return false;
    }
    try {
      long began = patience.began();
      mine.turn();
      patience.ended(began);
    } finally {
      turns.unlock();
    }
    stir();
    return true;
  }

  /** Has the thread see to it that the log is told when nothing more comes. */
  private void stir() {
    if (!stirred) {
      stirred = true;
      if (resting) {
        LockSupport.unpark(writer);
      }
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
  public void pause(Duration duration) {
    if (!stopping) {
      LockSupport.parkNanos(this, duration.toNanos());
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
    turns.lock(); // until whoever else gives a turn is done
    turns.unlock();
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
