package io.github.multipaxos.examples.register;

import java.io.IOException;

/** One story. It finds all nodes up, and leaves them so. */
interface Story {

  /** Returns what it is about. */
  String title();

  /**
   * Plays the story and tells it.
   *
   * @throws StoryFailedException if it does not end as it should
   */
  void play(Stage stage, Narrator narrator) throws IOException, InterruptedException;
}
