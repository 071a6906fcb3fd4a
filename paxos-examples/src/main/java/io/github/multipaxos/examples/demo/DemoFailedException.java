package io.github.multipaxos.examples.demo;

/** Says what went wrong in the demonstration. It should not. */
final class DemoFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }
}
