package io.github.multipaxos.testkit.spec;

import java.util.List;

/** Makes a run a lie, in one event. */
final class Tampering {

  private Tampering() {}

  /** Alters the last event of a kind that can be altered, and returns its number. */
  static int alter(List<String> run, String event, String field) {
    for (int number = run.size() - 1; number > 0; number--) {
      TraceLine line = TraceLine.parse(run.get(number)).orElseThrow();
      if (line.event().equals(event) && line.has(field) && alter(line, field)) {
        run.set(number, line.toString());
        return number;
      }
    }
    throw new IllegalArgumentException("the run has no event " + event + " with " + field);
  }

  private static boolean alter(TraceLine line, String field) {
    switch (field) {
      case "decree" -> line.with(field, line.word(field).equals("d1") ? "noop" : "d1");
      case "ballot" -> line.with(field, "1." + line.number("node"));
      case "slot" -> line.with(field, line.number(field) + 1);
      case "votes" -> {
        List<String> votes = line.words(field);
        line.with(field, votes.subList(0, Math.max(0, votes.size() - 1)));
        return !votes.isEmpty();
      }
      case "faulty" -> {
        boolean isFaulty =
            line.words("votes").isEmpty() && line.number("slot") <= line.number(field);
        line.with(field, 0);
        return isFaulty;
      }
      default -> throw new IllegalArgumentException("cannot alter " + field);
    }
    return true;
  }

  /**
   * Removes the event of a kind that is nearest to the middle of the run, and returns its number.
   */
  static int drop(List<String> run, String event) {
    for (int number = run.size() / 2; number > 0; number--) {
      if (TraceLine.parse(run.get(number)).orElseThrow().event().equals(event)) {
        run.remove(number);
        return number;
      }
    }
    throw new IllegalArgumentException("the first half of the run has no event " + event);
  }
}
