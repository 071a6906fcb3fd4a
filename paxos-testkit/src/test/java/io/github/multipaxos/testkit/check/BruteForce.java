package io.github.multipaxos.testkit.check;

import java.util.List;

/**
 * Tries every order of every choice of operations; says what linearizable means, without any wit.
 */
public final class BruteForce<S, I, O> {

  private final Model<S, I, O> model;
  private final List<Operation<I, O>> operations;
  private long throughNanos;

  /** Takes operations, thirty at most. */
  public BruteForce(Model<S, I, O> model, List<Operation<I, O>> operations) {
    this.model = model;
    this.operations = operations;
  }

  /** Tells whether an order explains everything. */
  public boolean isLinearizable() {
    return isLinearizableThrough(Operation.NEVER);
  }

  /** Tells whether an order explains all that had returned by then; others may take part in it. */
  boolean isLinearizableThrough(long nanos) {
    throughNanos = nanos;
    return canFollow(model.initial(), 0);
  }

  /** Tells whether the operations not in {@code placed} can follow those that are. */
  private boolean canFollow(S state, int placed) {
    boolean done = true;
    for (int i = 0; i < operations.size(); i++) {
      done &= isIn(placed, i) || !isDue(operations.get(i));
    }
    if (done) {
      return true;
    }
    for (int i = 0; i < operations.size(); i++) {
      if (!isIn(placed, i) && isFirst(operations.get(i), placed)) {
        Operation<I, O> next = operations.get(i);
        S after = model.after(state, next.input(), next.output());
        if (after != null && canFollow(after, placed | 1 << i)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isDue(Operation<I, O> operation) {
    return operation.isKnown() && operation.returnedNanos() <= throughNanos;
  }

  /** Tells whether no operation left to place returned before this one was invoked. */
  private boolean isFirst(Operation<I, O> operation, int placed) {
    for (int i = 0; i < operations.size(); i++) {
      if (!isIn(placed, i) && operations.get(i).returnedNanos() < operation.invokedNanos()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(int placed, int id) {
    return (placed & 1 << id) != 0;
  }
}
