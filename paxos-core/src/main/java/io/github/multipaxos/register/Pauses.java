package io.github.multipaxos.register;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What an {@link Asking} needs to know of time. */
interface Pauses {

  /** Pauses in real time, without a thread of their own. */
  Pauses REAL =
      new Pauses() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void after(long pauseNanos, Runnable task) {
          CompletableFuture.delayedExecutor(pauseNanos, TimeUnit.NANOSECONDS).execute(task);
        }
      };

  /** Returns the time, as {@link System#nanoTime} does. */
  long nanos();

  /** Runs a task after a pause, on another thread or later on this one. */
  void after(long pauseNanos, Runnable task);
}
