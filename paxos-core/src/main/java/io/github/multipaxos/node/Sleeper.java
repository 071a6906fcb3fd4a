package io.github.multipaxos.node;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where one thread sleeps when it has nothing to do, and any other can wake it. */
final class Sleeper {

  private volatile @Nullable Thread sleeping;

  /**
   * Sleeps until woken, or so many nanoseconds, or not at all if there is something to do. What
   * gives the thread something to do comes before the {@link #wake}.
   */
  void sleep(long nanos, BooleanSupplier isIdle) {
    sleeping = Thread.currentThread();
    if (nanos > 0 && isIdle.getAsBoolean()) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeping = null;
  }

  void wake() {
    Thread thread = sleeping;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
