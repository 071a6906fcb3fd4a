package io.github.multipaxos.testkit.check.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;

/** Says now and then that long work goes on, and what it is at. */
final class Progress implements AutoCloseable {

  private final long startNanos = System.nanoTime();
  private final Timer timer = new Timer("progress", true);
  private final PrintWriter err;
  private volatile Supplier<String> activity = () -> "starts";

  Progress(PrintWriter err, Duration every) {
    this.err = err;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            say();
          }
        },
        every.toMillis(),
        every.toMillis());
  }

  private void say() {
    long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
    err.println(activity.get() + ", " + seconds + " s so far");
    err.flush();
  }

  /** Sets what the next line says; it is asked on another thread and need not be exact. */
  void at(Supplier<String> activity) {
    this.activity = activity;
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
