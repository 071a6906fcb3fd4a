package io.github.multipaxos.testkit.scenario;

/**
 * Thrown when a cluster did something else than its scenario expects, or broke a rule that every
 * scenario expects to hold. An {@link AssertionError}, so that test frameworks report a failure.
 */
public final class ScenarioFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  ScenarioFailure(String message) {
    super(message);
  }

  ScenarioFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
