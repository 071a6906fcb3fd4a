package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * The reads that a leader is asked to find an index for. Each takes the prefix that was chosen when
 * it came, and is answered when a quorum has confirmed a round sent after it came: until then
 * another leader may already have chosen more (rule R2). All reads that wait share one round.
 */
final class ReadRounds {

  private final Outbox outbox;
  private final List<Early> early = new ArrayList<>();
  private List<Asked> waiting = new ArrayList<>();
  private List<Asked> underway = new ArrayList<>();
  private long underwayRound;
  private long round;

  private record Early(NodeId from, AskIndex ask) {
    Asked at(long slot) {
      return new Asked(from, new Index(ask.boot(), ask.ask(), slot, ask.mayLease()));
    }
  }

  private record Asked(NodeId from, Index answer) {}

  ReadRounds(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Rule R1. Before the leader's own first no-op is chosen its prefix may lack what others have
   * seen.
   */
  void onAskIndex(NodeId from, AskIndex ask, long chosenThrough, long barrierSlot) {
    Early asked = new Early(from, ask);
    if (chosenThrough < barrierSlot) {
      early.add(asked);
    } else {
      waiting.add(asked.at(chosenThrough));
    }
  }

  /** The leader's own first no-op is chosen: whoever came earlier gets the prefix of now. */
  void onBarrierChosen(long chosenThrough) {
    for (Early asked : early) {
      waiting.add(asked.at(chosenThrough));
    }
    early.clear();
  }

  /** Returns the number of the latest round. */
  long round() {
    return round;
  }

  /** Tells whether a round should be sent now rather than with the next heartbeat. */
  boolean wantsRound() {
    return underway.isEmpty() && !waiting.isEmpty();
  }

  /** Begins a round, which covers every read that came before if the one before is done. */
  long beginRound() {
    round++;
    if (underway.isEmpty()) {
      underway = waiting;
      waiting = new ArrayList<>();
      underwayRound = round;
    }
    return round;
  }

  /** Answers the reads under way if their round is confirmed. Tells whether it did. */
  boolean answerConfirmed(PeerProgress peers) {
    if (underway.isEmpty() || !peers.isConfirmed(underwayRound)) {
      return false;
    }
    for (Asked asked : underway) {
      outbox.send(asked.from, asked.answer);
    }
    underway = new ArrayList<>();
    return true;
  }
}
