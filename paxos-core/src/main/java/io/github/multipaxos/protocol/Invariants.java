package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;

/**
 * What is true of one replica after every step, whatever its peers do. Checked in production: each
 * check costs a few comparisons, and a node that breaks one stops before anything of the step
 * leaves it.
 */
final class Invariants {

  private final NodeId self;
  private Ballot promised = Ballot.NONE;
  private Ballot lastLed = Ballot.NONE;
  private long chosenThrough;
  private long nextSlot;
  private boolean hasChecked;

  Invariants(NodeId self) {
    this.self = self;
  }

  /** Compares the replica with how it was after the step before. */
  void check(Replica replica, Effects effects) {
    promiseNeverSinks(replica);
    votesAreWithinThePromise(replica);
    vowsAreWithinThePromise(replica, effects);
    prefixGrowsWithoutGaps(replica, effects);
    replica.leadership().ifPresent(leadership -> leaderIsAllowedToLead(replica, leadership));
    hasChecked = true;
  }

  /** Rule A1. */
  private void promiseNeverSinks(Replica replica) {
    require(!replica.promised().isBelow(promised), "the promise sank from %s", promised);
    promised = replica.promised();
  }

  /** Rule A2. The highest slot's vote stands for all: votes are cast upwards in ballots. */
  private void votesAreWithinThePromise(Replica replica) {
    if (!replica.votes().isEmpty()) {
      long last = replica.votes().lastKey();
      Ballot ballot = replica.votes().get(last).ballot();
      require(!ballot.isAbove(promised), "the vote in slot %s is above the promise", last);
    }
  }

  /** Rules A1 and A2. Nothing is vowed that the acceptor's own memory does not bear out. */
  private void vowsAreWithinThePromise(Replica replica, Effects effects) {
    for (Envelope<Vow> vow : effects.vows()) {
      if (vow.message() instanceof Promise promise) {
        require(!promise.ballot().isAbove(promised), "%s promises too much", promise.ballot());
      } else if (vow.message() instanceof Accepted accepted) {
        require(!accepted.ballot().isAbove(promised), "%s accepts too much", accepted.ballot());
      }
    }
  }

  /** Rule L2. */
  private void prefixGrowsWithoutGaps(Replica replica, Effects effects) {
    if (hasChecked) {
      for (SnapshotTask task : effects.snapshotTasks()) {
        if (task instanceof SnapshotTask.Install install) { // stands in for what is below it
          chosenThrough = Math.max(chosenThrough, install.snapshot().slot());
        }
      }
      for (Effects.Chosen chosen : effects.chosen()) {
        resume(effects);
        chosenThrough++;
        require(chosen.slot() == chosenThrough, "slot %s is handed out of turn", chosen.slot());
      }
      resume(effects);
    }
    require(
        !hasChecked || replica.chosenThrough() == chosenThrough,
        "the prefix is %s but was not handed out so far",
        replica.chosenThrough());
    chosenThrough = replica.chosenThrough();
  }

  /** Rule L11. What the log holds itself is not handed out. */
  private void resume(Effects effects) {
    for (SnapshotTask task : effects.snapshotTasks()) {
      if (task instanceof SnapshotTask.Resume held && held.firstSlot() == chosenThrough + 1) {
        chosenThrough = held.throughSlot();
      }
    }
  }

  /** Rules P1, P6 and P10. */
  private void leaderIsAllowedToLead(Replica replica, Leadership leadership) {
    Ballot ballot = leadership.ballot();
    require(ballot.node().equals(self), "leads in %s of another node", ballot);
    require(ballot.equals(promised), "leads in %s after promising another", ballot);
    require(!ballot.isBelow(lastLed), "leads in %s after a higher ballot", ballot);
    if (ballot.equals(lastLed)) {
      require(leadership.nextSlot() >= nextSlot, "next slot sank to %s", leadership.nextSlot());
    }
    require(
        leadership.nextSlot() > replica.chosenThrough(),
        "next slot %s is already chosen",
        leadership.nextSlot());
    lastLed = ballot;
    nextSlot = leadership.nextSlot();
  }

  private void require(boolean holds, String sentence, Object value) {
    if (!holds) {
      throw new SafetyViolation(
          "node " + self + ": " + String.format(sentence, value) + "; promised " + promised);
    }
  }
}
