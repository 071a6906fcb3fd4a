package io.github.multipaxos.testkit.scenario;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that a scenario can ask for.
 *
 * @param usage its name and what follows it
 * @param action carries it out
 */
record Directive(String usage, Action action) {

  private static final SortedMap<String, Directive> BY_NAME = new TreeMap<>();

  static {
    ClusterDirectives.ALL.forEach(Directive::know);
    ElectionDirectives.ALL.forEach(Directive::know);
    ClientDirectives.ALL.forEach(Directive::know);
    NetworkDirectives.ALL.forEach(Directive::know);
    MachineDirectives.ALL.forEach(Directive::know);
    TimeDirectives.ALL.forEach(Directive::know);
  }

  /** Carries a directive out. */
  @FunctionalInterface
  interface Action {
    /** Takes the words it needs, makes sure that none is left, and does what they say. */
    void run(Stage stage, Words words);
  }

  private static void know(Directive directive) {
    BY_NAME.put(directive.name(), directive);
  }

  private String name() {
    return usage.split(" ")[0];
  }

  /** Carries out a line and returns what happened. Agreement is checked after it. */
  static List<String> perform(Stage stage, String line) {
    Words words = new Words(line);
    String name = words.next("a directive");
    Directive directive = BY_NAME.get(name);
    if (directive == null) {
      throw new UsageException(
          "unknown directive `" + name + "`; there are " + String.join(", ", BY_NAME.keySet()));
    }
    try {
      directive.action.run(stage, words);
    } catch (UsageException e) {
      throw new UsageException(e.getMessage() + "; usage: " + directive.usage);
    }
    stage.check();
    return stage.transcript().take();
  }
}
