package io.github.multipaxos.benchmarks.replicate;

/** A measurement came to nothing; the message says why. */
final class FailedRunException extends Exception {

  private static final long serialVersionUID = 1;

  FailedRunException(String message) {
    super(message);
  }
}
