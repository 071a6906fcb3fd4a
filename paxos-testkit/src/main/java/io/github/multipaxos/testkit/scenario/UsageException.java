package io.github.multipaxos.testkit.scenario;

/** A directive asks for what cannot be done. Caught by {@link Scenario}, which knows the line. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String problem) {
    super(problem);
  }
}
