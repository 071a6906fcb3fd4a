package io.github.multipaxos.testkit.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up whoever comes, until the test opens it. */
final class Gate {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Waits until the gate is open, or for so long that the test has failed anyway. */
  void pass() {
    reached.countDown();
    await(opened, "the gate to be opened");
  }

  /** Waits until somebody stands before the gate. */
  void awaitSomebody() {
    await(reached, "somebody to come to the gate");
  }

  void open() {
    opened.countDown();
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(Sightings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("in vain waited for " + what);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
