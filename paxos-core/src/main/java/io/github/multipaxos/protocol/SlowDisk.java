package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rule E6. Finds out whether this leader's own disk is what slows it down: follows one slot at a
 * time and compares when its own vote comes with when those of the others do. Only if it is much
 * slower than a quorum without it, many times in a row, is it worth handing over; and only to a
 * voter that is much faster, so that leadership does not go to and fro.
 */
final class SlowDisk {

  private static final int TIMES_SLOWER = 3;
  private static final int ROUNDS = 20;

  private final Membership membership;
  private final NodeId self;
  private final int patienceTicks;
  private final Set<NodeId> voted = new TreeSet<>();
  private NodeId first = NodeId.NOBODY;
  private long slot;
  private long sinceTick;
  private long othersTicks = -1;
  private int slowRounds;

  SlowDisk(ReplicaConfig config) {
    this.membership = config.membership();
    this.self = config.self();
    this.patienceTicks = config.electionTicks();
  }

  /** A slot was proposed in. It is followed if none is. */
  void onProposed(long proposed, long tick) {
    if (slot == 0) {
      slot = proposed;
      sinceTick = tick;
      othersTicks = -1;
      first = NodeId.NOBODY;
      voted.clear();
    }
  }

  /** A vote came. Returns to whom to hand over, if it is time to. */
  Optional<NodeId> onVote(NodeId from, long voteSlot, long tick) {
    if (voteSlot != slot) {
      return Optional.empty();
    }
    if (from.equals(self)) {
      return end(tick);
    }
    if (first.equals(NodeId.NOBODY)) {
      first = from;
    }
    voted.add(from);
    if (othersTicks < 0 && membership.isAcceptQuorum(voted)) {
      othersTicks = tick - sinceTick;
    }
    return Optional.empty();
  }

  /** Time passes. A vote of this node's own that does not come at all is the slowest. */
  Optional<NodeId> onTick(long tick) {
    if (slot != 0 && tick - sinceTick >= patienceTicks) {
      return end(tick);
    }
    return Optional.empty();
  }

  private Optional<NodeId> end(long tick) {
    long ownTicks = tick - sinceTick;
    boolean isSlow = othersTicks >= 0 && ownTicks > TIMES_SLOWER * (othersTicks + 1);
    boolean isHung = isSlow && ownTicks >= patienceTicks;
    slowRounds = isSlow ? slowRounds + 1 : 0;
    slot = 0;
    if (isHung || slowRounds >= ROUNDS) {
      slowRounds = 0;
      return Optional.of(first);
    }
    return Optional.empty();
  }
}
