package io.github.multipaxos.node;

import java.util.concurrent.locks.LockSupport;

/** Gives the applier its turns for as long as the node lives. */
final class ApplyThread implements Runnable {

  private static final long RETRY_NANOS = 1_000_000;
  private static final long IDLE_NANOS = 1_000_000_000;

  private final Applier<?, ?> applier;
  private final Applying applying;
  private final FailStop failStop;

  ApplyThread(Applier<?, ?> applier, Applying applying, FailStop failStop) {
    this.applier = applier;
    this.applying = applying;
    this.failStop = failStop;
  }

  @Override
  public void run() {
    try {
      while (!failStop.hasFailed()) {
        if (!applying.turn()) {
          if (applier.isClosed()) {
            return;
          }
          rest();
        }
      }
    } catch (StateMachineFailure e) {
      failStop.fail(e.getMessage(), e.getCause());
    } catch (Throwable e) {
      failStop.fail("the apply thread failed after slot " + applier.appliedThrough() + ": " + e, e);
    }
  }

  /** What is up to date is woken; what waits for its own disk looks again. */
  private void rest() {
    if (applier.isUpToDate()) {
      applier.await(IDLE_NANOS);
    } else {
      LockSupport.parkNanos(this, RETRY_NANOS);
    }
  }
}
