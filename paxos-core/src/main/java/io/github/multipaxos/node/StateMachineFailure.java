package io.github.multipaxos.node;

/** The application's state machine threw, which it must never do. */
final class StateMachineFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StateMachineFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
