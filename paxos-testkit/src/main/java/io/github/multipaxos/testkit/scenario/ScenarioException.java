package io.github.multipaxos.testkit.scenario;

/**
 * Thrown when a text is no scenario, or asks for something that cannot be done. The scenario has
 * not been played to its end; nothing is known about the protocol. The message names file, line
 * and, for a directive, its usage.
 */
public final class ScenarioException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ScenarioException(String message) {
    super(message);
  }

  ScenarioException(String message, Throwable cause) {
    super(message, cause);
  }
}
