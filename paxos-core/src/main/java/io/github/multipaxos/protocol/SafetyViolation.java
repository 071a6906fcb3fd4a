package io.github.multipaxos.protocol;

/**
 * Something happened that cannot happen if every node follows the rules: a defect in this library,
 * a disk that forgot, or two nodes with one identity. The node stops before it can do harm.
 */
public final class SafetyViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one with a sentence that names slots, ballots and decrees. */
  public SafetyViolation(String message) {
    super(message);
  }
}
