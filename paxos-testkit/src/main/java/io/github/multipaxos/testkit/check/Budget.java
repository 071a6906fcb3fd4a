package io.github.multipaxos.testkit.check;

import java.time.Duration;

/**
 * How much work a check may be. Checking is exponential at worst, and a check that runs out of its
 * budget has shown nothing.
 *
 * @param time how long it may take
 * @param steps how many times the search may try an operation
 * @param memoBytes how much the search may remember, roughly
 */
public record Budget(Duration time, long steps, long memoBytes) {

  /** Checks that there is some of everything. */
  public Budget {
    if (time.isNegative() || time.isZero() || steps < 1 || memoBytes < 1) {
      throw new IllegalArgumentException(
          "a budget must be positive, was "
              + time
              + ", "
              + steps
              + " steps, "
              + memoBytes
              + " bytes");
    }
  }

  /** Returns a minute, as many steps as fit, and a quarter of the heap. */
  public static Budget defaults() {
    return new Budget(Duration.ofMinutes(1), Long.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4);
  }
}
