package io.github.multipaxos.testkit.check;

import org.jspecify.annotations.Nullable;

/**
 * What the replicated state machine is meant to do, one operation after the other.
 *
 * <p>States are immutable values with {@code equals} and {@code hashCode}: the search remembers
 * them and comes back to them. All methods are pure.
 *
 * @param <S> a state
 * @param <I> what is asked
 * @param <O> what is answered
 */
public interface Model<S, I, O> {

  /** Returns the state before the first operation. */
  S initial();

  /**
   * Returns the state after an operation, or null if it cannot be answered so in this state.
   *
   * @param state the state before
   * @param input what is asked
   * @param output what was answered; null if nobody knows, and then any answer will do and the
   *     result must not be null
   */
  @Nullable S after(S state, I input, @Nullable O output);

  /**
   * Names the part of the state that {@code input} reads and writes. Operations on different parts
   * must not affect each other; they are then checked apart, which is faster by orders of
   * magnitude.
   */
  default Object part(I input) {
    return "all";
  }

  /** Returns roughly how many bytes a state takes, for the budget of a check. */
  default long stateBytes(S state) {
    return 64;
  }
}
