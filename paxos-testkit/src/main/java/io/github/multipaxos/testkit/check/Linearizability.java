package io.github.multipaxos.testkit.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether a history is linearizable: whether every operation may have taken effect at one
 * moment between its invocation and its return, one after the other, so that each got the answer
 * the model gives.
 *
 * <p>The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with
 * Lowe's memo ("Testing for Linearizability", 2017), part by part. An operation of unknown outcome
 * may take effect at any time after it was invoked, or never. Operations that touch in time, one
 * returning in the nanosecond in which the other is invoked, count as simultaneous.
 *
 * @param <S> a state of the model
 * @param <I> what is asked
 * @param <O> what is answered
 */
public final class Linearizability<S, I, O> {

  private final Model<S, I, O> model;
  private final Budget budget;

  private Linearizability(Model<S, I, O> model, Budget budget) {
    this.model = model;
    this.budget = budget;
  }

  /** Returns a checker with {@link Budget#defaults()}. */
  public static <S, I, O> Linearizability<S, I, O> of(Model<S, I, O> model) {
    return new Linearizability<>(model, Budget.defaults());
  }

  /** Returns a checker with another budget, spent on all parts of a history together. */
  public Linearizability<S, I, O> within(Budget budget) {
    return new Linearizability<>(model, budget);
  }

  /**
   * Checks a history. A part that is not linearizable outweighs one that could not be checked.
   *
   * @param operations the operations, in any order
   */
  public Verdict<I, O> check(List<Operation<I, O>> operations) {
    Expenses expenses = new Expenses(budget);
    Verdict<I, O> verdict = new Verdict.Legal<>(0);
    for (Map.Entry<Object, List<Operation<I, O>>> part : split(operations).entrySet()) {
      Verdict<I, O> found = new Search<>(model, part.getKey(), part.getValue(), expenses).run();
      expenses.forget();
      if (found instanceof Verdict.Illegal) {
        return found;
      }
      verdict = verdict instanceof Verdict.Unknown ? verdict : found;
    }
    return verdict;
  }

  private Map<Object, List<Operation<I, O>>> split(List<Operation<I, O>> operations) {
    Map<Object, List<Operation<I, O>>> parts = new LinkedHashMap<>();
    for (Operation<I, O> operation : operations) {
      Object part = model.part(operation.input());
      parts.computeIfAbsent(part, absent -> new ArrayList<>()).add(operation);
    }
    return parts;
  }
}
