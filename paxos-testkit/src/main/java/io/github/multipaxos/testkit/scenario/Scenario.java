package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.protocol.SafetyViolation;
import java.util.ArrayList;
import java.util.List;

/**
 * One story about a cluster, as a text: directives, and what the cluster did for each.
 *
 * <p>{@link #check} plays it and compares; {@link #play} plays it and returns the text with what
 * really happened, for whoever has read that and found it right.
 */
public final class Scenario {

  private final String name;
  private final List<Part> parts;

  private Scenario(String name, List<Part> parts) {
    this.name = name;
    this.parts = parts;
  }

  /**
   * Reads a scenario.
   *
   * @param name what errors call it: usually the path of its file
   * @param text the whole text
   * @throws ScenarioException if the text is no scenario; the message names the line
   */
  public static Scenario parse(String name, String text) {
    return new Scenario(name, Part.parse(name, text));
  }

  /** Returns what errors call it. */
  public String name() {
    return name;
  }

  /**
   * Plays the scenario and returns its text with what happened in place of what was expected.
   *
   * @throws ScenarioException if a directive cannot be carried out
   * @throws ScenarioFailure if the cluster broke a rule that no expectation excuses
   */
  public String play() {
    Stage stage = new Stage();
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      Part played = part instanceof Part.Block block ? block.with(perform(stage, block)) : part;
      played.lines().forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /**
   * Plays the scenario up to the first block that goes otherwise than expected.
   *
   * @throws ScenarioException if a directive cannot be carried out
   * @throws ScenarioFailure if something else happened; the message names the line and shows a diff
   */
  public void check() {
    Stage stage = new Stage();
    for (Part part : parts) {
      if (part instanceof Part.Block block) {
        List<String> happened = perform(stage, block);
        if (!happened.equals(block.expected())) {
          throw new ScenarioFailure(difference(block, happened));
        }
      }
    }
  }

  private List<String> perform(Stage stage, Part.Block block) {
    List<String> happened = new ArrayList<>();
    int line = block.line();
    for (String directive : block.directives()) {
      happened.addAll(perform(stage, line++, directive));
    }
    return happened;
  }

  private List<String> perform(Stage stage, int line, String directive) {
    try {
      return Directive.perform(stage, directive);
    } catch (UsageException e) {
      throw new ScenarioException(name + ":" + line + ": " + e.getMessage(), e);
    } catch (SafetyViolation e) {
      throw new ScenarioFailure(
          name + ":" + line + ": `" + directive + "` breaks agreement: " + e.getMessage(), e);
    }
  }

  private String difference(Part.Block block, List<String> happened) {
    Diff diff = Diff.of(block.expected(), happened);
    return name
        + ":"
        + (block.expectedLine() + diff.firstDifference())
        + ": `"
        + String.join("; ", block.directives())
        + "` went otherwise than expected (- expected, + happened)\n"
        + diff.text()
        + "If what happened is right, run again with -D"
        + ScenarioFiles.REWRITE
        + "=true and read the change.";
  }
}
