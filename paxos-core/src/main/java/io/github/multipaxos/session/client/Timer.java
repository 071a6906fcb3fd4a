package io.github.multipaxos.session.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What time it is, and what is to be done later. */
interface Timer {

  /** The clock and the timer of this process. */
  Timer SYSTEM =
      new Timer() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void after(long nanos, Runnable task) {
          CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(task);
        }
      };

  /** Returns the time, counted from anywhere. */
  long nanos();

  /** Runs a task so much later, on any thread. */
  void after(long nanos, Runnable task);
}
