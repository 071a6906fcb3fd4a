package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rule A6. Finds what no correct node says. Not a defence against malice: it keeps one node's
 * defect, or a wrong configuration, from becoming everybody's.
 */
final class MessageCheck {

  private MessageCheck() {}

  /** Returns what is wrong with the message, if anything is. */
  static Optional<String> faultOf(
      Message message, NodeId from, Membership membership, Acceptor acceptor) {
    if (!membership.voters().contains(from)) {
      return Optional.of("a message of a node that is no member");
    }
    Ballot owned = ballotOfSender(message);
    if (owned != null && !owned.node().equals(from)) {
      return Optional.of("ballot " + owned + " of another node");
    }
    Ballot told = owned != null ? owned : ballotTold(message);
    if (told != null && !acceptor.isPlausible(told)) {
      return Optional.of("ballot " + told + " far above " + acceptor.promised());
    }
    long slot = firstSlot(message);
    return slot < 1 ? Optional.of("slot " + slot) : Optional.empty();
  }

  /** Returns the ballot that only its owner may speak in, or null. */
  private static @Nullable Ballot ballotOfSender(Message message) {
    if (message instanceof Accept accept) {
      return accept.ballot();
    } else if (message instanceof Chosen chosen) {
      return chosen.ballot();
    } else if (message instanceof Heartbeat heartbeat) {
      return heartbeat.ballot();
    } else if (message instanceof Prepare prepare) {
      return prepare.ballot();
    } else if (message instanceof Canvass canvass) {
      return canvass.ballot();
    } else if (message instanceof TakeOver takeOver) {
      return takeOver.ballot();
    }
    return null;
  }

  /** Returns the ballot that the sender says it has promised, or null. */
  private static @Nullable Ballot ballotTold(Message message) {
    if (message instanceof Nack nack) {
      return nack.promised();
    } else if (message instanceof CanvassAnswer answer) {
      return answer.promised();
    }
    return null;
  }

  /** Returns the lowest slot that the message speaks of, or 1 if it speaks of none. */
  private static long firstSlot(Message message) {
    if (message instanceof Accept accept) {
      return accept.slot();
    } else if (message instanceof Accepted accepted) {
      return accepted.slot();
    } else if (message instanceof Prepare prepare) {
      return prepare.firstSlot();
    } else if (message instanceof Promise promise) {
      return promise.votes().isEmpty()
          ? promise.firstSlot()
          : Math.min(promise.firstSlot(), promise.votes().firstKey());
    } else if (message instanceof Fetch fetch) {
      return fetch.firstSlot();
    } else if (message instanceof Message.Decrees decrees) {
      return Math.min(decrees.firstSlot(), decrees.firstRetained());
    } else if (message instanceof Message.AskSnapshot ask && (ask.slot() < 0 || ask.offset() < 0)) {
      return Math.min(ask.slot(), ask.offset());
    } else if (message instanceof Message.SnapshotPart part && part.offset() < 0) {
      return part.offset();
    }
    return 1;
  }
}
