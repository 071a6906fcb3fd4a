package io.github.multipaxos.node;

import java.util.concurrent.locks.LockSupport;

/**
 * Looks after the node when its own threads cannot: fails operations whose deadline has passed
 * though the protocol thread is stuck, and takes the node down when it has failed or is to close.
 */
final class Watch implements Runnable {

  private static final long PERIOD_NANOS = 100_000_000;

  private final Callers<?, ?> callers;
  private final FailStop failStop;
  private final Runnable takeDown;
  private volatile boolean isClosed;

  Watch(Callers<?, ?> callers, FailStop failStop, Runnable takeDown) {
    this.callers = callers;
    this.failStop = failStop;
    this.takeDown = takeDown;
  }

  @Override
  public void run() {
    while (!isClosed && !failStop.hasFailed()) {
      LockSupport.parkNanos(this, PERIOD_NANOS);
      callers.failOverdue();
    }
    takeDown.run();
  }

  void close() {
    isClosed = true;
  }
}
