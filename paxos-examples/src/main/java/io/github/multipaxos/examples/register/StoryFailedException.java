package io.github.multipaxos.examples.register;

/** Says in what a story did not end as it should. */
final class StoryFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoryFailedException(String message) {
    super(message);
  }
}
