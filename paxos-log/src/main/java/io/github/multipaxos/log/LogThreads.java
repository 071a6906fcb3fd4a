package io.github.multipaxos.log;

import java.time.Duration;

/**
 * Gives a log its turns. In production a thread of its own does; a simulator gives turns when it
 * likes, on its only thread, and so replays a run exactly.
 *
 * <p>Turns never overlap each other or {@link Work#idle}, and each sees what the one before did.
 */
public interface LogThreads {

  /** Begins to give turns. Called once, when the log is open. */
  void start(String name, Work work);

  /** Asks for a turn: something was appended. Called by any thread, often; returns at once. */
  void wake();

  /** As {@link #wake}; the turn may also be given on the calling thread, before this returns. */
  default void turnNow() {
    wake();
  }

  /** Runs a task some time soon, beside the turns: it may take long, and no turn waits for it. */
  void later(Runnable task);

  /**
   * Lets time pass within a task, so that the turns have the disk to themselves. Returns at once
   * where tasks take no time, and when this stops.
   */
  default void pause(Duration duration) {}

  /**
   * Gives turns until one finds nothing to do, then no more; returns when neither a turn nor a task
   * is running. The log runs what work is left itself.
   */
  void stop();

  /** What the log does with its turns. */
  interface Work {

    /** Writes what is waiting. Returns false if there was nothing to do. */
    boolean turn();

    /** Tells that nothing was appended for a while, so that small chores disturb nobody. */
    void idle();
  }
}
