package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slot as somebody sees it who sees every message and every disk: what was proposed in which
 * ballot, and who holds a durable vote for it.
 */
final class Ballots {

  private final long slot;
  private final int majority;
  private final List<Round> rounds = new ArrayList<>(1);
  private @Nullable Round chosen;

  /** What happened in one ballot. */
  private static final class Round {
    private final Ballot ballot;
    private final Decree decree;
    private long voters;

    Round(Ballot ballot, Decree decree) {
      this.ballot = ballot;
      this.decree = decree;
    }
  }

  Ballots(long slot, int majority) {
    this.slot = slot;
    this.majority = majority;
  }

  /** Returns the decree chosen, or null. */
  @Nullable Decree chosen() {
    return chosen == null ? null : chosen.decree;
  }

  /** Tells whether the node holds a durable vote of that ballot. */
  boolean hasVoted(NodeId node, Ballot ballot) {
    for (Round round : rounds) {
      if (round.ballot.equals(ballot)) {
        return (round.voters & bit(node)) != 0;
      }
    }
    return false;
  }

  /** Invariants I2 and I5. Somebody proposes, or has voted and so knows of a proposal. */
  void propose(Ballot ballot, Decree decree) {
    round(ballot, decree);
  }

  /** Invariant I1. A vote has become durable. Returns true if that chooses the slot. */
  boolean vote(NodeId node, Ballot ballot, Decree decree) {
    Round round = round(ballot, decree);
    round.voters |= bit(node);
    if (Long.bitCount(round.voters) < majority || round == chosen) {
      return false;
    }
    if (chosen != null) {
      requireSame("I1", chosen, round);
      return false;
    }
    chosen = round;
    for (Round other : rounds) {
      if (other.ballot.isAbove(ballot)) {
        requireSame("I2", chosen, other);
      }
    }
    return true;
  }

  private Round round(Ballot ballot, Decree decree) {
    for (Round round : rounds) {
      if (round.ballot.equals(ballot)) {
        require(
            round.decree == decree || round.decree.equals(decree),
            "I5",
            "slot %s has two decrees in ballot %s",
            slot,
            ballot);
        return round;
      }
    }
    Round round = new Round(ballot, decree);
    rounds.add(round);
    if (chosen != null && ballot.isAbove(chosen.ballot)) {
      requireSame("I2", chosen, round);
    }
    return round;
  }

  private void requireSame(String invariant, Round one, Round other) {
    require(
        one.decree == other.decree || one.decree.equals(other.decree),
        invariant,
        invariant.equals("I1")
            ? "slot %s has two chosen decrees, of ballots %s and %s"
            : "slot %s is chosen in ballot %s, and ballot %s proposes another decree",
        slot,
        one.ballot,
        other.ballot);
  }

  private static long bit(NodeId node) {
    return 1L << node.value();
  }
}
