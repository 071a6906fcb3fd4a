package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What is chosen, known from the votes on the disks and not from what any node believes. Slots are
 * chosen in any order; what is chosen without a gap is handed on in order.
 */
final class GlobalLog {

  private final int majority;
  private final Operations operations;
  private final BiConsumer<Long, Decree> inOrder;
  private final List<Ballots> slots = new ArrayList<>();
  private long chosenThrough;

  GlobalLog(int nodes, Operations operations, BiConsumer<Long, Decree> inOrder) {
    this.majority = nodes / 2 + 1;
    this.operations = operations;
    this.inOrder = inOrder;
  }

  /** Invariants I2 and I5. A leader asks somebody to accept. */
  void onAccept(NodeId leader, Ballot ballot, long slot, Decree decree) {
    require(ballot.node().equals(leader), "I5", "node %s proposes in ballot %s", leader, ballot);
    slot(slot).propose(ballot, decree);
  }

  /** Invariant I1. A vote is on a disk, for certain. */
  void onVote(NodeId node, Ballot ballot, long slot, Decree decree) {
    if (slot(slot).vote(node, ballot, decree)) {
      choose(decree);
    }
  }

  private Ballots slot(long slot) {
    while (slots.size() < slot) {
      slots.add(new Ballots(slots.size() + 1L, majority));
    }
    return slots.get((int) slot - 1);
  }

  private void choose(Decree decree) {
    if (decree instanceof CommandBatch batch) {
      for (Command command : batch.commands()) {
        operations.onChosen(Numbered.number(command.payload().buffer()));
      }
    }
    while (chosenThrough < slots.size() && slot(chosenThrough + 1).chosen() != null) {
      chosenThrough++;
      inOrder.accept(chosenThrough, slot(chosenThrough).chosen());
    }
  }

  /** Tells whether this node's vote of that ballot is on its disk. */
  boolean hasVoted(NodeId node, Ballot ballot, long slot) {
    return slot(slot).hasVoted(node, ballot);
  }

  /** Tells whether the slot is chosen. */
  boolean isChosen(long slot) {
    return slot <= chosenThrough || slot(slot).chosen() != null;
  }

  /** Invariant I7. A node gives a decree out as chosen. */
  void requireChosen(NodeId node, long slot, Decree decree) {
    Decree chosen = slot(slot).chosen();
    require(
        chosen != null && (chosen == decree || chosen.equals(decree)),
        "I7",
        "node %s takes %s for chosen in slot %s, where %s is",
        node,
        decree,
        slot,
        chosen == null ? "nothing" : chosen);
  }

  /** Returns the last slot of the chosen prefix. */
  long chosenThrough() {
    return chosenThrough;
  }
}
