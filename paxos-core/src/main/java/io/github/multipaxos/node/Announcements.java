package io.github.multipaxos.node;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what a leader announces and nobody waits for. Where one proposal follows on the other,
 * the next {@code Accept} says it all again a moment later; if none does, the next tick lets it go.
 * So a lone command costs each peer one message less.
 *
 * <p>A message may be lost in any case, so it is safe to hold one back, or to drop it.
 */
final class Announcements {

  private final NodeId self;
  private List<Envelope<Message>> held = List.of();
  private long heldTick;

  Announcements(NodeId self) {
    this.self = self;
  }

  /** Returns what is to be sent now: of what a step wants sent, and of what was held back. */
  List<Envelope<Message>> pass(Effects effects, long tick) {
    List<Envelope<Message>> messages = effects.messages();
    if (isAnnouncement(messages) && !isAwaited(effects.chosen())) {
      heldTick = held.isEmpty() ? tick : heldTick;
      held = messages; // and what was held is no news any more
      messages = List.of();
    }
    boolean isDue = !messages.isEmpty() || tick > heldTick;
    return isDue && !held.isEmpty() ? release(messages) : messages;
  }

  private static boolean isAnnouncement(List<Envelope<Message>> messages) {
    for (Envelope<Message> envelope : messages) {
      if (!(envelope.message() instanceof Chosen)) {
        return false;
      }
    }
    return !messages.isEmpty();
  }

  /** Other nodes' clients are answered when their node hears of it; a no-op begins a leadership. */
  private boolean isAwaited(List<Effects.Chosen> chosen) {
    for (Effects.Chosen one : chosen) {
      if (!isOwn(one.decree())) {
        return true;
      }
    }
    return chosen.isEmpty();
  }

  private boolean isOwn(Decree decree) {
    if (!(decree instanceof CommandBatch batch)) {
      return false;
    }
    for (Command command : batch.commands()) {
      if (!command.id().origin().equals(self)) {
        return false;
      }
    }
    return true;
  }

  /** Whoever is told as much by one of these messages is not told by what was held. */
  private List<Envelope<Message>> release(List<Envelope<Message>> messages) {
    List<Envelope<Message>> all = new ArrayList<>(held.size() + messages.size());
    for (Envelope<Message> announcement : held) {
      if (!isTold(announcement.to(), messages)) {
        all.add(announcement);
      }
    }
    held = List.of();
    if (all.isEmpty()) {
      return messages;
    }
    all.addAll(messages);
    return all;
  }

  private static boolean isTold(NodeId peer, List<Envelope<Message>> messages) {
    for (Envelope<Message> envelope : messages) {
      Message message = envelope.message();
      if (envelope.to().equals(peer)
          && (message instanceof Accept
              || message instanceof Heartbeat
              || message instanceof Chosen)) {
        return true;
      }
    }
    return false;
  }
}
