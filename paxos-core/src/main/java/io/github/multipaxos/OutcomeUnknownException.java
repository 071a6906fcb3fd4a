package io.github.multipaxos;

/**
 * The command may have been applied, may yet be applied, or may be lost. Whoever cannot bear a
 * second application must find out before offering the command again, for instance by a {@link
 * Consistency#LINEARIZABLE} read of something that the command changes.
 */
public final class OutcomeUnknownException extends PaxosException {

  private static final long serialVersionUID = 1L;

  /** Why an outcome is unknown. */
  public enum Reason {
    /** The deadline passed after the command had left for the leader or had been proposed. */
    DEADLINE,
    /** The leader that had the command was replaced, and its successor has no room for it. */
    LEADER_CHANGED,
    /**
     * The command was applied, and this node does not know its result: it caught up by a snapshot
     * that holds the effect only.
     */
    RESULT_LOST,
    /** An earlier attempt may have been applied, and the session that would tell has forgotten. */
    NO_SESSION,
    /** This node closed or failed while the command was under way. */
    STOPPED
  }

  private final Reason reason;

  /** Makes one with a sentence that says what happened. */
  public OutcomeUnknownException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
