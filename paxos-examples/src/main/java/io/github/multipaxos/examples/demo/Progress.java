package io.github.multipaxos.examples.demo;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a long task has come: a bar that fills where there is a terminal, a line now and
 * then where the output goes to a file.
 */
final class Progress {

  private static final int WIDTH = 40;

  private final PrintStream out;
  private final boolean terminal;
  private final int total;
  private final int step;
  private int shown;

  Progress(PrintStream out, boolean terminal, int total) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
    this.step = Math.max(1, terminal ? total / 200 : total / 10);
  }

  /** Takes note that so many are done. Called by any thread. */
  synchronized void reached(int done) {
    if (done < shown + step && done < total || done <= shown) {
      return;
    }
    shown = done;
    out.print((terminal ? "\r" : "") + line(done) + (terminal && done < total ? "" : "\n"));
    out.flush();
  }

  /** Says something between two states of the bar. */
  synchronized void say(String text) {
    out.println((terminal && shown > 0 && shown < total ? "\n" : "") + text);
  }

  private String line(int done) {
    int filled = (int) ((long) WIDTH * done / total);
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    return String.format(Locale.ROOT, "   [%s] %,9d of %,d", bar, done, total);
  }
}
