package io.github.multipaxos.examples.register;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Kills a proposer at a chosen moment. */
final class Interruption {

  private static final int ATTEMPTS = 5;

  private final Stage stage;
  private final Narrator narrator;

  Interruption(Stage stage, Narrator narrator) {
    this.stage = stage;
    this.narrator = narrator;
  }

  /**
   * Who is who.
   *
   * @param key what is to be decided
   * @param value what the proposer claims for it
   * @param proposer the leader, soon dead
   * @param witness one of the others
   * @param successor the other
   */
  record Scene(String key, String value, Actor proposer, Actor witness, Actor successor) {

    /** Returns the slot that a message asks to vote in for the claim, if it does. */
    OptionalLong slotOfClaim(Message message) {
      return message instanceof Message.Accept accept
              && accept.decree() instanceof Decree.CommandBatch batch
              && batch.commands().stream().anyMatch(this::isClaim)
          ? OptionalLong.of(accept.slot())
          : OptionalLong.empty();
    }

    private boolean isClaim(Command command) {
      return command.payload().toUtf8().endsWith(key + value);
    }
  }

  /**
   * Has the leader claim a value and kills it. The moment is told by {@code losing}: it is given
   * the scene, cuts what must not arrive, and completes its second argument when the moment has
   * come.
   */
  Scene play(String key, String value, BiConsumer<Scene, CompletableFuture<Void>> losing)
      throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Actor leader = stage.leader();
      List<Actor> others = stage.others(leader);
      String name = attempt == 1 ? key : key + ", question " + attempt;
      Scene scene = new Scene(name, value, leader, others.get(0), others.get(1));
      if (interrupts(scene, losing)) {
        return scene;
      }
      narrator.say("Another node has taken the lead meanwhile, and decided. Once more.");
    }
    throw new StoryFailedException("the leader was replaced " + ATTEMPTS + " times in a row");
  }

  private boolean interrupts(Scene scene, BiConsumer<Scene, CompletableFuture<Void>> losing)
      throws InterruptedException {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    losing.accept(scene, reached);
    narrator.say("%s leads, and claims %s = %s.", scene.proposer(), scene.key(), scene.value());
    CompletableFuture<String> claim = scene.proposer().claim(scene.key(), scene.value());
    Patience.answer("the moment to come", CompletableFuture.anyOf(reached, claim));
    if (claim.isDone()) {
      stage.actors().forEach(actor -> actor.wire().mend());
      return false;
    }
    stage.kill(scene.proposer());
    Throwable failure = Patience.failure("the claim to fail", claim);
    if (!(failure instanceof OutcomeUnknownException)) {
      throw new StoryFailedException("the dead node's caller was told: " + failure);
    }
    narrator.say("%s dies. What its caller is told means perhaps:", scene.proposer());
    narrator.say("  \"%s\"", failure.getMessage());
    return true;
  }
}
