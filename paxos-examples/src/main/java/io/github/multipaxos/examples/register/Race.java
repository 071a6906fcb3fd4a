package io.github.multipaxos.examples.register;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two proposers want the same key at the same time. */
final class Race implements Story {

  private static final String KEY = "lunch";

  @Override
  public String title() {
    return "Two proposers, one key";
  }

  @Override
  public void play(Stage stage, Narrator narrator) throws InterruptedException {
    List<Actor> actors = stage.actors();
    Actor one = actors.get(0);
    Actor other = actors.get(1);
    Actor third = actors.get(2);
    narrator.say(
        "%s claims %s = olives and, at the same time, %s %s = figs.", one, KEY, other, KEY);

    CompletableFuture<String> first = one.claim(KEY, "olives");
    CompletableFuture<String> second = other.claim(KEY, "figs");
    String value = Patience.answer(one + " to decide", first);
    if (!List.of("olives", "figs").contains(value)) {
      throw new StoryFailedException(KEY + " is " + value + ", which nobody claimed");
    }

    narrator.expect(one, KEY, value, value);
    narrator.expect(other, KEY, Patience.answer(other + " to decide", second), value);
    narrator.expect(third, KEY, third.read(KEY), value);
    narrator.say("%s comes late, and claims %s = cheese.", third, KEY);
    narrator.expect(third, KEY, third.decide(KEY, "cheese"), value);
    narrator.say("Nobody could foretell which of the two it would be, only that there is one.");
  }
}
