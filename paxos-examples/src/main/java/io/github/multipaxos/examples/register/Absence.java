package io.github.multipaxos.examples.register;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An acceptor is down. The others are a majority, and decide without it; later it learns. */
final class Absence implements Story {

  private static final List<String> KEYS =
      List.of("the bath opens", "the bath closes", "the bath costs");
  private static final List<String> VALUES = List.of("at dawn", "at dusk", "1 obol");

  @Override
  public String title() {
    return "An acceptor is away, and learns when it is back";
  }

  @Override
  public void play(Stage stage, Narrator narrator) throws IOException, InterruptedException {
    Actor away = stage.others(stage.leader()).get(0);
    narrator.say("%s goes away.", away);
    stage.kill(away);
    List<Actor> present = stage.actors();
    for (int i = 0; i < KEYS.size(); i++) {
      Actor actor = present.get(i % present.size());
      narrator.expect(actor, KEYS.get(i), actor.decide(KEYS.get(i), VALUES.get(i)), VALUES.get(i));
    }

    long target = stage.leader().register().status().chosenSlot();
    Actor back = stage.start(away.id());
    narrator.say("%s comes back, and fetches what it has missed from the others.", back);
    Patience.await(
        back + " to learn slot " + target,
        () -> Optional.of(back.register().status().appliedSlot()).filter(slot -> slot >= target));
    for (int i = 0; i < KEYS.size(); i++) {
      narrator.expect(back, KEYS.get(i), back.read(KEYS.get(i)), VALUES.get(i));
    }
  }
}
