package io.github.multipaxos.benchmarks.replicate;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells on stderr what is being measured and how long the rest will take, one line each time. */
final class Progress {

  private static final double SECONDS_PER_MINUTE = 60;
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final int measurements;
  private final long startNanos = System.nanoTime();
  private int done;
  private String what = "";

  Progress(PrintWriter out, int measurements) {
    this.out = out;
    this.measurements = measurements;
  }

  /** The next measurement begins. */
  void next(String measurement) {
    what = measurement;
  }

  /** Says what the measurement under way does. */
  void tell(String doing) {
    out.println("[" + (done + 1) + "/" + measurements + left() + "] " + what + " " + doing);
    out.flush();
  }

  /** The measurement under way is over. */
  void over(String result) {
    tell(result);
    done++;
  }

  private String left() {
    if (done == 0) {
      return "";
    }
    double secondsEach = (System.nanoTime() - startNanos) / NANOS / done;
    double minutes = secondsEach * (measurements - done) / SECONDS_PER_MINUTE;
    return String.format(Locale.ROOT, ", %.1f min left", minutes);
  }
}
