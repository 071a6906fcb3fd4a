package io.github.multipaxos.examples.register;

import java.io.PrintStream;
import java.util.Locale;

/** Tells what happens, and insists on what must. */
final class Narrator {

  private final PrintStream out;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void title(String title) {
    out.println();
    out.println(title);
  }

  void say(String format, Object... values) {
    out.println("   " + String.format(Locale.ROOT, format, values));
  }

  /** Tells what somebody was told of a key, and insists that it is this. */
  void expect(Actor actor, String key, String told, String wanted) {
    say("%s is told: %s = %s", actor, key, told);
    if (!told.equals(wanted)) {
      throw new StoryFailedException(
          actor + " was told that " + key + " is " + told + ", but it is " + wanted);
    }
  }
}
