package io.github.multipaxos.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Something that must never happen has happened in a simulated cluster. */
public final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final String invariant;

  /**
   * Makes one.
   *
   * @param invariant the number of the invariant that does not hold, such as {@code I1}
   * @param sentence what happened
   */
  public SimulationFailure(String invariant, String sentence) {
    this(invariant, sentence, null);
  }

  SimulationFailure(String invariant, String sentence, @Nullable Throwable cause) {
    super(invariant + ": " + sentence, cause);
    this.invariant = invariant;
  }

  private SimulationFailure(SimulationFailure failure, String text) {
    super(text, failure);
    this.invariant = failure.invariant;
  }

  /** Returns one that says more about the same. */
  SimulationFailure explained(String text) {
    return new SimulationFailure(this, text);
  }

  /** Returns the number of the invariant that does not hold. */
  public String invariant() {
    return invariant;
  }

  static void require(boolean holds, String invariant, String sentence, Object... values) {
    if (!holds) {
      throw new SimulationFailure(invariant, String.format(sentence, values));
    }
  }
}
