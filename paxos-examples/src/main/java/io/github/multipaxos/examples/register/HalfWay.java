package io.github.multipaxos.examples.register;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A proposer dies when one acceptor has voted and nobody has heard of it. The vote and the
 * proposer's own are a majority: the value is chosen and not a single living soul knows. Whoever
 * comes next must not decide otherwise, and cannot: to lead it needs a promise of that acceptor,
 * and the promise tells the vote.
 */
final class HalfWay implements Story {

  private static final String FIRST = "3 drachmas";
  private static final String SECOND = "5 drachmas";

  @Override
  public String title() {
    return "A proposer dies half way, and another finishes its work";
  }

  @Override
  public void play(Stage stage, Narrator narrator) throws IOException, InterruptedException {
    Interruption interruption = new Interruption(stage, narrator);
    Interruption.Scene scene = interruption.play("the olive tax", FIRST, HalfWay::lose);
    Actor dead = scene.proposer();
    Actor witness = scene.witness();
    Actor successor = scene.successor();
    String key = scene.key();
    narrator.say(
        "%s has voted for it, and so had %s: chosen, and nobody alive knows.", witness, dead);
    narrator.say("%s never heard of it, and claims %s = %s.", successor, key, SECOND);
    narrator.say(
        "Whoever leads next needs the promise of %s, and with it comes the vote.", witness);

    witness.wire().mend();
    narrator.expect(successor, key, successor.decide(key, SECOND), FIRST);
    narrator.expect(witness, key, witness.read(key), FIRST);

    narrator.say("%s comes back, none the wiser, and asks.", dead);
    Actor back = stage.start(dead.id());
    narrator.expect(back, key, back.read(key), FIRST);
    narrator.say("What may have been chosen is proposed again, by whoever comes next.");
  }

  /** Lets the accept reach the witness only, and the witness's answer nobody. */
  private static void lose(Interruption.Scene scene, CompletableFuture<Void> reached) {
    AtomicLong claimedSlot = new AtomicLong(Long.MAX_VALUE);
    NodeId successor = scene.successor().id();
    scene
        .proposer()
        .wire()
        .lose(
            (to, message) -> {
              scene.slotOfClaim(message).ifPresent(claimedSlot::set);
              return to.equals(successor) && message instanceof Message.Accept;
            });
    scene
        .witness()
        .wire()
        .lose(
            (to, message) -> {
              boolean isVote = message instanceof Message.Accepted;
              if (message instanceof Message.Accepted vote && vote.slot() == claimedSlot.get()) {
                reached.complete(null); // and the vote is on disk, or it would not be spoken of
              }
              return isVote;
            });
  }
}
