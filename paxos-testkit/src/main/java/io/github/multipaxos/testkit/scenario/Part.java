package io.github.multipaxos.testkit.scenario;

import java.util.ArrayList;
import java.util.List;

/** A part of a scenario's text, so that all of it can be written back as it was. */
sealed interface Part {

  /** Stands between directives and what they lead to. */
  String SEPARATOR = "----";

  /** Returns the lines of the text that this part is. */
  List<String> lines();

  /** A comment or a blank line. */
  record Remark(String line) implements Part {
    @Override
    public List<String> lines() {
      return List.of(line);
    }
  }

  /**
   * Directives and what they lead to.
   *
   * @param line the number of the first directive's line, from 1
   */
  record Block(int line, List<String> directives, List<String> expected) implements Part {

    /** Returns the number of the line on which what is expected begins. */
    int expectedLine() {
      return line + directives.size() + 1;
    }

    Block with(List<String> happened) {
      return new Block(line, directives, happened);
    }

    @Override
    public List<String> lines() {
      List<String> lines = new ArrayList<>(directives);
      lines.add(SEPARATOR);
      lines.addAll(expected);
      return lines;
    }
  }

  /** Takes a text apart. */
  static List<Part> parse(String name, String text) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      Part part =
          line.isEmpty() || line.startsWith("#") ? new Remark(line) : block(name, lines, at);
      parts.add(part);
      at += part.lines().size();
    }
    return parts;
  }

  private static Block block(String name, List<String> lines, int first) {
    int separator = first;
    while (separator < lines.size() && !lines.get(separator).equals(SEPARATOR)) {
      if (lines.get(separator).isEmpty()) {
        break;
      }
      separator++;
    }
    if (separator == lines.size() || lines.get(separator).isEmpty()) {
      throw new ScenarioException(
          name
              + ":"
              + (separator + 1)
              + ": expected a line "
              + SEPARATOR
              + " after the directives");
    }
    if (separator == first) {
      throw new ScenarioException(
          name + ":" + (first + 1) + ": expected a directive before " + SEPARATOR);
    }
    int end = separator + 1;
    while (end < lines.size() && !lines.get(end).isEmpty()) {
      end++;
    }
    return new Block(first + 1, lines.subList(first, separator), lines.subList(separator + 1, end));
  }
}
