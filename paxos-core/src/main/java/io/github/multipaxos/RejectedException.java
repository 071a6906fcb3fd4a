package io.github.multipaxos;

/**
 * The command was <em>not</em> applied and never will be; a read was not run. Offering it again is
 * safe, after doing something about the {@link #reason()}.
 */
public final class RejectedException extends PaxosException {

  private static final long serialVersionUID = 1L;

  /** Why an operation was rejected. */
  public enum Reason {
    /** Too much is under way, here or at the leader. Try again after a pause. */
    OVERLOADED,
    /** The encoded command is larger than the configured limit. */
    TOO_LARGE,
    /** The deadline passed before the command could be sent anywhere, as while nobody leads. */
    DEADLINE,
    /** The disk failed to take what was asked for, and nothing that counts is lost by it. */
    STORAGE,
    /** The node does not lead, and what was asked only a leader can do. */
    NOT_LEADING,
    /** The node is closing, closed, or has stopped after a failure. */
    STOPPED
  }

  private final Reason reason;

  /** Makes one with a sentence that says what happened and what to do. */
  public RejectedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
