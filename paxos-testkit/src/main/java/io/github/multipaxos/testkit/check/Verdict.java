package io.github.multipaxos.testkit.check;

import java.util.List;

/**
 * What a check found. Only {@link Legal} is good: {@link Unknown} says that nothing was shown, and
 * a test that takes it for success tests nothing.
 *
 * @param <I> what is asked
 * @param <O> what is answered
 */
public sealed interface Verdict<I, O> {

  /** Tells whether the history is linearizable, for certain. */
  default boolean isLegal() {
    return this instanceof Legal;
  }

  /**
   * Demands that the history is linearizable, for certain.
   *
   * @throws AssertionError otherwise, with all that is known
   */
  default void requireLegal() {
    if (!isLegal()) {
      throw new AssertionError(toString());
    }
  }

  /**
   * The history is linearizable.
   *
   * @param <I> what is asked
   * @param <O> what is answered
   * @param steps how many times the search tried an operation
   */
  record Legal<I, O>(long steps) implements Verdict<I, O> {}

  /**
   * The history is not linearizable.
   *
   * @param <I> what is asked
   * @param <O> what is answered
   * @param part the part of the state in which it is not
   * @param prefix an order of operations that explains the history for as long as any does: every
   *     operation that returned before {@code stuck} did is in it
   * @param state the state after {@code prefix}
   * @param stuck the operation that cannot follow, neither here nor after any other order of what
   *     was invoked before it returned, where those that returned later are free to take part
   */
  record Illegal<I, O>(
      Object part, List<Operation<I, O>> prefix, Object state, Operation<I, O> stuck)
      implements Verdict<I, O> {

    private static final int SHOWN = 20;

    /** Takes an unmodifiable copy of the list. */
    public Illegal {
      prefix = List.copyOf(prefix);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("not linearizable in part ").append(part);
      int skipped = Math.max(0, prefix.size() - SHOWN);
      text.append("\nthe longest prefix of the history that is, in an order that explains it:");
      text.append(skipped > 0 ? "\n  … " + skipped + " operations" : "");
      prefix.stream().skip(skipped).forEach(operation -> text.append("\n  ").append(operation));
      text.append("\nthe state is then ").append(state).append(", and what cannot follow is");
      return text.append("\n  ").append(stuck).toString();
    }
  }

  /**
   * The budget ran out before the search did.
   *
   * @param <I> what is asked
   * @param <O> what is answered
   * @param part the part of the state being checked
   * @param reason what ran out
   * @param steps how many times the search tried an operation
   */
  record Unknown<I, O>(Object part, String reason, long steps) implements Verdict<I, O> {
    @Override
    public String toString() {
      return "no verdict: the check of part "
          + part
          + " was given up after "
          + steps
          + " steps, because "
          + reason
          + "; record a shorter history, use more keys, or allow a larger budget";
    }
  }
}
