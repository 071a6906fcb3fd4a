package io.github.multipaxos.testkit.check;

import org.jspecify.annotations.Nullable;

/**
 * What one client asked for and what came of it. An operation that certainly did not happen is no
 * part of a history.
 *
 * @param <I> what is asked
 * @param <O> what is answered
 * @param process the client, for people who read the verdict
 * @param input what was asked
 * @param output what was answered; null if nobody knows, and then the operation may take effect at
 *     any time after it was invoked, or never
 * @param invokedNanos when it was asked, on a monotone clock that all operations share
 * @param returnedNanos when it was answered; {@link #NEVER} if the output is null
 */
public record Operation<I, O>(
    int process, I input, @Nullable O output, long invokedNanos, long returnedNanos) {

  /** When an operation returns whose outcome nobody knows. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Checks that it returns after it is invoked, and never if it has no output. */
  public Operation {
    if (returnedNanos < invokedNanos) {
      throw new IllegalArgumentException(
          "process " + process + ": " + input + " returns before it is invoked");
    }
    if ((output == null) != (returnedNanos == NEVER)) {
      throw new IllegalArgumentException(
          "process "
              + process
              + ": "
              + input
              + " must return never if and only if it has no output");
    }
  }

  /** Returns an operation whose outcome nobody knows. */
  public static <I, O> Operation<I, O> unknown(int process, I input, long invokedNanos) {
    return new Operation<>(process, input, null, invokedNanos, NEVER);
  }

  /** Tells whether it was answered. */
  public boolean isKnown() {
    return output != null;
  }

  /** Written {@code process 3: Read[key=x] -> Value[...] at 120..340 ns}. */
  @Override
  public String toString() {
    return "process "
        + process
        + ": "
        + input
        + (isKnown() ? " -> " + output : " -> unknown")
        + " at "
        + invokedNanos
        + (isKnown() ? ".." + returnedNanos : "..")
        + " ns";
  }
}
