package io.github.multipaxos.examples.register;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two of three are down. The third can vote, and promise, but not decide. */
final class Minority implements Story {

  private static final String KEY = "the archon";
  private static final Duration WHILE = Duration.ofSeconds(1);

  @Override
  public String title() {
    return "A minority cannot decide";
  }

  @Override
  public void play(Stage stage, Narrator narrator) throws IOException, InterruptedException {
    Actor alone = stage.leader();
    List<Actor> others = stage.others(alone);
    others.forEach(stage::kill);
    narrator.say(
        "%s and %s go away. %s claims %s = Solon.", others.get(0), others.get(1), alone, KEY);
    tellFailure(narrator, alone, Patience.failure("no answer", alone.claim(KEY, "Solon", WHILE)));

    Actor back = stage.start(others.get(0).id());
    narrator.say("%s comes back: two of three. It claims %s = Draco.", back, KEY);
    narrator.say("%s claims Solon again, which is safe whatever became of the first.", alone);
    CompletableFuture<String> again = alone.claim(KEY, "Solon");
    String value = back.decide(KEY, "Draco");
    if (!List.of("Solon", "Draco").contains(value)) {
      throw new StoryFailedException(KEY + " is " + value + ", which nobody claimed");
    }
    narrator.expect(back, KEY, value, value);
    narrator.expect(alone, KEY, Patience.answer(alone + " to decide", again), value);
    Actor last = stage.start(others.get(1).id());
    narrator.expect(last, KEY, last.read(KEY), value);
  }

  private static void tellFailure(Narrator narrator, Actor alone, Throwable failure) {
    if (!(failure instanceof PaxosException)) {
      throw new StoryFailedException(alone + " was told: " + failure);
    }
    narrator.say("A second later its caller is told:");
    narrator.say("  \"%s\"", failure.getMessage());
    narrator.say(
        failure instanceof OutcomeUnknownException
            ? "That means perhaps, and is the honest answer: a vote is cast, and may yet be counted."
            : "That means no: nothing has happened, and nothing will.");
  }
}
