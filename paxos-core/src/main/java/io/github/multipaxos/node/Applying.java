package io.github.multipaxos.node;

import io.github.multipaxos.spi.Patience;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who gives the applier its turns: the apply thread, and where that is quick the protocol thread,
 * which has just learnt what is chosen. To wake another thread takes longer than to apply a few
 * commands. Turns never overlap, and each sees what the one before did.
 */
final class Applying {

  /** Far less than the time between two heartbeats, and enough for some thousand commands. */
  private static final long LONG_NANOS = 2_000_000;

  private final Applier<?, ?> applier;
  private final FailStop failStop;
  private final boolean isApart;
  private final Patience patience;
  private final ReentrantLock turns = new ReentrantLock();

  /**
   * Makes one.
   *
   * @param isApart whether it is always the apply thread
   */
  Applying(Applier<?, ?> applier, FailStop failStop, boolean isApart, TimeSource time) {
    this.applier = applier;
    this.isApart = isApart;
    this.failStop = failStop;
    this.patience = new Patience(LONG_NANOS, time::nanos);
  }

  /** One turn for the apply thread. */
  boolean turn() throws IOException, StateMachineFailure {
    turns.lock();
    try {
      return applier.turn();
    } finally {
      turns.unlock();
    }
  }

  /**
   * Applies what was just submitted, or has the apply thread do so. Called by the protocol thread.
   */
  void goOn() {
    boolean isDone = false;
    if (!isApart && patience.isLeft() && turns.tryLock()) {
      try {
        isDone = apply();
      } finally {
        turns.unlock();
      }
    }
    if (!isDone) {
      applier.wake();
    }
  }

  private boolean apply() {
    long began = patience.began();
    try {
      while (applier.isNextAtHand() && !failStop.hasFailed()) {
        applier.turn();
      }
    } catch (StateMachineFailure e) {
      failStop.fail(e.getMessage(), e.getCause());
    } catch (Throwable e) {
      failStop.fail("cannot apply after slot " + applier.appliedThrough() + ": " + e, e);
    }
    patience.ended(began);
    return applier.isUpToDate();
  }
}
