package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of many packets are meant: those to a node, from a node, and with certain words in their
 * line.
 */
final class Selection {

  static final String USAGE = "N|all [from M] [Kind] [key=value …] [oldest|newest]";

  private final Optional<NodeId> to;
  private final Optional<NodeId> from;
  private final List<String> traits;
  private final boolean isOldestOnly;
  private final boolean isNewestOnly;

  /** Takes the words that are left. */
  Selection(Words words) {
    String receiver = words.next("a node, or `all`,");
    this.to = receiver.equals("all") ? Optional.empty() : Optional.of(Words.node(receiver));
    this.from = words.takeAfter("from").map(Words::node);
    this.isOldestOnly = words.take("oldest");
    this.isNewestOnly = words.take("newest");
    this.traits = words.rest();
  }

  Optional<NodeId> to() {
    return to;
  }

  /** Returns those that are meant, in the order given. */
  List<Packet> of(List<Packet> packets, MessageWording wording) {
    List<Packet> meant = new ArrayList<>();
    for (Packet packet : packets) {
      if (to.map(packet.to()::equals).orElse(true)
          && from.map(packet.from()::equals).orElse(true)
          && List.of(packet.line(wording).split("\\s+")).containsAll(traits)) {
        meant.add(packet);
      }
    }
    if (meant.size() > 1 && isOldestOnly) {
      return meant.subList(0, 1);
    }
    return meant.size() > 1 && isNewestOnly ? meant.subList(meant.size() - 1, meant.size()) : meant;
  }
}
