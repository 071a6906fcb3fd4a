package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;

/** The lines that say what happened. */
final class Transcript {

  /** How much is written down. */
  enum Detail {
    /** Everything. */
    FULL,
    /** What nodes did and came to know; not what they said to each other or wrote down. */
    BRIEF,
    /** Nothing. */
    SILENT
  }

  private final List<String> lines = new ArrayList<>();
  private Detail detail = Detail.FULL;

  /** From here on so much is written down. */
  void detail(Detail detail) {
    this.detail = detail;
  }

  /** Something that a node did or came to know. */
  void event(NodeId node, String verb, String words) {
    if (detail != Detail.SILENT) {
      add(node.toString(), String.format("%-8s %s", verb, words));
    }
  }

  /** Something that a node did, in words of its own. */
  void event(NodeId node, String sentence) {
    if (detail != Detail.SILENT) {
      add(node.toString(), sentence);
    }
  }

  /** Something that a node wrote down. */
  void record(NodeId node, String words) {
    if (detail == Detail.FULL) {
      add(node.toString(), String.format("%-8s %s", "persist", words));
    }
  }

  /** Something that a node said. */
  void message(String line) {
    if (detail == Detail.FULL) {
      lines.add(line);
    }
  }

  /** Something that the reader asked for, whatever the detail. */
  void answer(String line) {
    lines.add(line);
  }

  private void add(String who, String sentence) {
    lines.add(String.format("%-5s %s", who, sentence).stripTrailing());
  }

  /** Returns the lines since the last call; one that says so if there are none. */
  List<String> take() {
    List<String> taken = lines.isEmpty() ? List.of("ok") : List.copyOf(lines);
    lines.clear();
    detail = Detail.FULL;
    return taken;
  }
}
