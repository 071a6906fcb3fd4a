package io.github.multipaxos;

/**
 * Why an operation did not succeed. There are two kinds, and they answer the caller's one question,
 * did it happen? {@link RejectedException}: certainly not. {@link OutcomeUnknownException}:
 * perhaps.
 */
public abstract sealed class PaxosException extends RuntimeException
    permits RejectedException, OutcomeUnknownException {

  private static final long serialVersionUID = 1L;

  /** Made once per failed operation, possibly thousands at a time: carries no stack trace. */
  PaxosException(String message) {
    super(message, null, false, false);
  }
}
