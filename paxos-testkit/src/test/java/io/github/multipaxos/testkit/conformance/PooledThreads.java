package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.log.LogThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One thread for the turns of a file log and one for its tasks. It is never told that it is idle.
 */
final class PooledThreads implements LogThreads {

  private final ExecutorService turns = Executors.newSingleThreadExecutor();
  private final ExecutorService tasks = Executors.newSingleThreadExecutor();
  private Work work = new Nothing();

  /** Stands in until there is a log. */
  private static final class Nothing implements Work {
    @Override
    public boolean turn() {
      return false;
    }

    @Override
    public void idle() {}
  }

  @Override
  public synchronized void start(String name, Work work) {
    this.work = work;
  }

  @Override
  public synchronized void wake() {
    Work woken = work;
    turns.execute(
        () -> {
          while (woken.turn()) {
            continue;
          }
        });
  }

  @Override
  public void later(Runnable task) {
    tasks.execute(task);
  }

  @Override
  public void stop() {
    end(turns);
    end(tasks);
  }

  private static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new AssertionError("a turn or a task of the file log does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
