package io.github.multipaxos.testkit.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an order of operations, known from elsewhere, respects real time: whether no
 * operation stands behind one that was asked for only after it had returned.
 *
 * <p>Operations are put in from first to last, alone or several together whose order among
 * themselves is not known. If nothing contradicts, sorting those put in together by invocation
 * gives an order that respects real time: of two operations, one returning before the other is
 * invoked, the earlier has the earlier invocation too, and it is in no later group. If something
 * contradicts, no order that keeps the groups respects real time. As elsewhere in this package,
 * operations that touch in time count as simultaneous.
 *
 * <p>It remembers one operation, and looks at each once.
 *
 * @param <I> what is asked
 * @param <O> what is answered
 */
public final class RealTime<I, O> {

  /**
   * Two operations that stand in the wrong order.
   *
   * @param <I> what is asked
   * @param <O> what is answered
   * @param ahead the one that stands further to the front
   * @param behind the one that stands behind it, and returned before {@code ahead} was invoked
   */
  public record Contradiction<I, O>(Operation<I, O> ahead, Operation<I, O> behind) {}

  private @Nullable Operation<I, O> latest;

  /** Begins with an empty order. */
  public RealTime() {}

  /** Puts an operation behind all others; returns what that contradicts, or null if nothing. */
  public @Nullable Contradiction<I, O> put(Operation<I, O> operation) {
    Contradiction<I, O> contradiction = contradiction(operation);
    note(operation);
    return contradiction;
  }

  /**
   * Puts operations behind all others, in any order among themselves; returns what the first of
   * them contradicts that contradicts anything, or null if none does.
   */
  public @Nullable Contradiction<I, O> put(List<Operation<I, O>> together) {
    for (Operation<I, O> operation : together) {
      Contradiction<I, O> contradiction = contradiction(operation);
      if (contradiction != null) {
        return contradiction;
      }
    }
    together.forEach(this::note);
    return null;
  }

  private @Nullable Contradiction<I, O> contradiction(Operation<I, O> operation) {
    return latest != null && operation.returnedNanos() < latest.invokedNanos()
        ? new Contradiction<>(latest, operation)
        : null;
  }

  private void note(Operation<I, O> operation) {
    if (latest == null || operation.invokedNanos() > latest.invokedNanos()) {
      latest = operation;
    }
  }
}
