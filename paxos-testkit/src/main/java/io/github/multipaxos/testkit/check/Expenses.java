package io.github.multipaxos.testkit.check;

import org.jspecify.annotations.Nullable;

/** Counts what one check has cost so far against its {@link Budget}. */
final class Expenses {

  /** Looking at the clock is dear next to a step. */
  private static final long STEPS_PER_LOOK = 1024;

  private final Budget budget;
  private final long startNanos = System.nanoTime();
  private long steps;
  private long memoBytes;
  private boolean isTimeUp;

  Expenses(Budget budget) {
    this.budget = budget;
  }

  /** Counts a step, and returns whether the budget allows it. */
  boolean allowStep() {
    steps++;
    if (steps % STEPS_PER_LOOK == 0) {
      isTimeUp = System.nanoTime() - startNanos > budget.time().toNanos();
    }
    return overrun() == null;
  }

  void remember(long bytes) {
    memoBytes += bytes;
  }

  /** One part's memo is dropped once the part is checked. */
  void forget() {
    memoBytes = 0;
  }

  long steps() {
    return steps;
  }

  /** Returns what was overrun, for people; null while the budget holds. */
  @Nullable String overrun() {
    if (steps > budget.steps()) {
      return "it took more than " + budget.steps() + " steps";
    } else if (memoBytes > budget.memoBytes()) {
      return "it remembered more than " + budget.memoBytes() + " bytes";
    }
    return isTimeUp ? "it took longer than " + budget.time() : null;
  }
}
