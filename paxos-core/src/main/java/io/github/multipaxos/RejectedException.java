package io.github.multipaxos;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    /** The session has expired. Open another one. */
    NO_SESSION,
    /** The node is closing, closed, or has stopped after a failure. */
    STOPPED
  }

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  /** Makes one with a sentence that says what happened and what to do. */
  public RejectedException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** Makes one that also says when to try again. */
  public RejectedException(Reason reason, String message, @Nullable Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /**
   * Returns how long to wait before trying again, where trying again is all there is to do: sooner
   * would only add to the load.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
