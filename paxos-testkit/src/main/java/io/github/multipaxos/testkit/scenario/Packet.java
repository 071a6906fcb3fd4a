package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;

/** A message on its way. Two copies of one message are two packets. */
record Packet(NodeId from, NodeId to, Message message) {

  /** Returns the line that shows it. */
  String line(MessageWording wording) {
    return String.format(
        "%-5s %-8s %s", from + "->" + to, Wording.kind(message), wording.of(message));
  }
}
