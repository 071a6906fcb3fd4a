package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.TakeOver;
import java.util.Optional;

/**
 * Rule N4. Whether this node may vote yet. An empty memory may be that of a node whose directory
 * was lost, and that has promised what it knows nothing of; until its peers have vouched that there
 * was no other, nothing that asks for its word reaches the node. What such a message tells besides,
 * who leads and what is chosen, does.
 */
final class Suffrage {

  private boolean isGranted;

  Suffrage(boolean isGranted) {
    this.isGranted = isGranted;
  }

  boolean isGranted() {
    return isGranted;
  }

  /** The node has been vouched for. There is no way back. */
  void grant() {
    isGranted = true;
  }

  /**
   * Returns what the node may hear of a message: all of it once it may vote, and before that no
   * question. A heartbeat is one too: its answer says that nothing higher was promised (rule R2).
   */
  Optional<Message> heard(Message message) {
    if (isGranted) {
      return Optional.of(message);
    }
    if (message instanceof Accept accept) {
      return Optional.of(new Chosen(accept.ballot(), accept.chosenThrough()));
    }
    if (message instanceof Heartbeat heartbeat) {
      return Optional.of(new Chosen(heartbeat.ballot(), heartbeat.chosenThrough()));
    }
    boolean asks =
        message instanceof Prepare || message instanceof Canvass || message instanceof TakeOver;
    return asks ? Optional.empty() : Optional.of(message);
  }
}
