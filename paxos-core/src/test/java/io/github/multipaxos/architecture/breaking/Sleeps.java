package io.github.multipaxos.architecture.breaking;

import java.util.concurrent.TimeUnit;

/** A test that waits for time to pass is slow, and fails on a slow day. */
final class Sleeps {

  private Sleeps() {}

  static void once() throws InterruptedException {
    Thread.sleep(1);
  }

  static void again() throws InterruptedException {
    TimeUnit.SECONDS.sleep(1);
  }
}
