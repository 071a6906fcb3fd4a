package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rule E1. Asks a prepare quorum whether a prepare would be promised, before any ballot is used up.
 * A node that nobody answers gets no further, however often it tries.
 */
final class Canvassing implements Proposing {

  private final Membership membership;
  private final Canvass canvass;
  private final long endTick;
  private final Set<NodeId> supporters = new TreeSet<>();

  Canvassing(ReplicaConfig config, Ballot ballot, long attempt, long tick) {
    this.membership = config.membership();
    this.canvass = new Canvass(ballot, attempt);
    this.endTick = tick + config.electionTicks();
    supporters.add(config.self());
  }

  Canvass canvass() {
    return canvass;
  }

  Ballot ballot() {
    return canvass.ballot();
  }

  void onCanvassAnswer(NodeId from, CanvassAnswer answer) {
    if (answer.granted()
        && answer.attempt() == canvass.attempt()
        && answer.ballot().equals(canvass.ballot())) {
      supporters.add(from);
    }
  }

  boolean isSupportedBy(NodeId node) {
    return supporters.contains(node);
  }

  boolean isSupported() {
    return membership.isPrepareQuorum(supporters);
  }

  boolean isOver(long tick) {
    return tick >= endTick;
  }
}
