package io.github.multipaxos.benchmarks.report;

import java.util.Locale;

/**
 * What is asked of a system.
 *
 * @param payloadBytes how long each command is
 * @param window how many operations are outstanding
 */
public record Cell(int payloadBytes, int window) implements Comparable<Cell> {

  private static final int KIBI = 1024;

  @Override
  public int compareTo(Cell other) {
    int byPayload = Integer.compare(payloadBytes, other.payloadBytes);
    return byPayload != 0 ? byPayload : Integer.compare(window, other.window);
  }

  @Override
  public String toString() {
    return payload() + ", W=" + String.format(Locale.ROOT, "%,d", window);
  }

  private String payload() {
    return payloadBytes >= KIBI && payloadBytes % KIBI == 0
        ? payloadBytes / KIBI + " KiB"
        : payloadBytes + " B";
  }
}
