package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Notice;
import io.github.multipaxos.record.LogRecord;

/**
 * The lines in which scenario files say what nodes do, for others who want to say it in the same
 * words.
 */
public final class ScenarioLines {

  private static final MessageWording WORDING = new MessageWording(new CommandNames());

  private ScenarioLines() {}

  /** Returns the line of a message, with what became of it in brackets unless that is empty. */
  public static String message(NodeId from, NodeId to, Message message, String fate) {
    String line = new Packet(from, to, message).line(WORDING);
    return fate.isEmpty() ? line : line + "  (" + fate + ")";
  }

  /** Returns the line of a record that a node writes. */
  public static String record(NodeId node, LogRecord record) {
    return node(node, String.format("%-8s %s", "persist", Wording.of(record)));
  }

  /** Returns the line of a notice. */
  public static String notice(NodeId node, Notice notice) {
    return node(node, notice.toString());
  }

  /** Returns the line of a decree that a node has come to know as chosen. */
  public static String chosen(NodeId node, Effects.Chosen chosen) {
    return node(
        node,
        String.format("%-8s slot=%s %s", "chosen", chosen.slot(), Wording.of(chosen.decree())));
  }

  /** Returns a line of a node's in other words. */
  public static String node(NodeId node, String sentence) {
    return String.format("%-5s %s", node, sentence).stripTrailing();
  }
}
