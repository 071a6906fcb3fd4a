package io.github.multipaxos.examples.register;

import io.github.multipaxos.message.Message;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A proposer dies when it has voted for its own value and nobody else has heard of it. One vote is
 * no majority, so nothing can have been chosen, and the next proposer is free. When the first comes
 * back, its vote is still in its log; it means nothing.
 */
final class Unheard implements Story {

  private static final String FIRST = "north";
  private static final String SECOND = "south";

  @Override
  public String title() {
    return "A proposer dies before anybody heard it, and its value with it";
  }

  @Override
  public void play(Stage stage, Narrator narrator) throws IOException, InterruptedException {
    Interruption interruption = new Interruption(stage, narrator);
    Interruption.Scene scene = interruption.play("the new road", FIRST, Unheard::lose);
    Actor dead = scene.proposer();
    Actor successor = scene.successor();
    String key = scene.key();
    narrator.say(
        "The vote of %s itself is all there is for %s, and one is no majority.", dead, FIRST);
    narrator.say("%s claims %s = %s.", successor, key, SECOND);

    narrator.expect(successor, key, successor.decide(key, SECOND), SECOND);

    narrator.say("%s comes back, a vote for %s in its log, and claims it again.", dead, FIRST);
    Actor back = stage.start(dead.id());
    narrator.expect(back, key, back.decide(key, FIRST), SECOND);
    narrator.say("What cannot have been chosen binds nobody.");
  }

  /** Lets the accept reach nobody but the proposer's own acceptor. */
  private static void lose(Interruption.Scene scene, CompletableFuture<Void> reached) {
    scene
        .proposer()
        .wire()
        .lose(
            (to, message) -> {
              if (scene.slotOfClaim(message).isPresent()) {
                reached.complete(null);
              }
              return message instanceof Message.Accept;
            });
  }
}
