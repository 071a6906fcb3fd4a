package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.SafetyViolation;
import io.github.multipaxos.record.LogRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is true of all nodes together, seen by somebody who sees every disk. Chosen is what an
 * accept quorum of disks has held votes for in one ballot; whether any node knows is another
 * matter.
 */
final class Agreement {

  private final Membership membership;
  private final Map<SlotInBallot, Tally> tallies = new HashMap<>();
  private final Map<Long, Decree> chosen = new TreeMap<>();
  private final Map<CommandId, Long> slotById = new HashMap<>();
  private final Set<CommandId> rejected = new HashSet<>();
  private long handedThrough;

  private record SlotInBallot(long slot, Ballot ballot) {}

  /** The votes cast in one ballot for the one decree it proposes in a slot. */
  private record Tally(Decree decree, Set<NodeId> voters) {}

  Agreement(Membership membership) {
    this.membership = membership;
  }

  /** Rules A3 and P7. A vote has become durable. */
  void onDurable(NodeId node, LogRecord record) {
    if (record instanceof LogRecord.Voted voted) {
      Vote vote = voted.vote();
      Tally tally =
          tallies.computeIfAbsent(
              new SlotInBallot(voted.slot(), vote.ballot()),
              key -> new Tally(vote.decree(), new TreeSet<>()));
      require(
          tally.decree.equals(vote.decree()),
          "slot %s has two decrees in ballot %s",
          voted.slot(),
          vote.ballot());
      tally.voters.add(node);
      if (membership.isAcceptQuorum(tally.voters)) {
        choose(voted.slot(), vote.decree());
      }
    }
  }

  private void choose(long slot, Decree decree) {
    Decree earlier = chosen.putIfAbsent(slot, decree);
    if (earlier != null) {
      require(
          earlier.equals(decree),
          "slot %s has two chosen decrees, %s and %s",
          slot,
          Wording.of(earlier),
          Wording.of(decree));
    } else if (decree instanceof Decree.CommandBatch batch) {
      batch.commands().forEach(command -> choose(slot, command));
    }
  }

  /** Rules C2 and C3. */
  private void choose(long slot, Command command) {
    Long other = slotById.putIfAbsent(command.id(), slot);
    require(
        other == null,
        "command %s is chosen in slots %s and %s",
        Wording.text(command),
        other == null ? 0 : other,
        slot);
    require(!rejected.contains(command.id()), "command %s was rejected", Wording.text(command));
  }

  /** Rule C1. A client was told that its command is certainly not chosen, ever. */
  void onRejected(CommandId id, String name) {
    rejected.add(id);
    require(!slotById.containsKey(id), "command %s is rejected but chosen", name);
  }

  /** Rule L3. A node believes that the decree is chosen. */
  void onLearnt(NodeId node, long slot, Decree decree) {
    require(
        decree.equals(chosen.get(slot)),
        "node %s takes %s in slot %s for chosen, but no quorum of disks holds votes for it",
        node,
        Wording.of(decree),
        slot);
    handedThrough = Math.max(handedThrough, slot);
  }

  /** Returns up to which slot some client may have seen what is chosen. */
  long handedThrough() {
    return handedThrough;
  }

  /**
   * Rule L4. The log of a node holds what is chosen in every slot that it has handed out, but for
   * those that it has let go of, that a snapshot has stood for, or that are lost.
   */
  void check(StagedNode node) {
    Recovered memory = node.disk().rememberAll();
    long first = Math.max(memory.firstRetained(), memory.lacksThrough() + 1);
    for (long slot = first; slot <= node.handedThrough(); slot++) {
      checkHolds(node, slot, node.disk().decree(slot));
    }
    long marked = node.disk().readableThrough();
    for (long slot = first; slot <= marked; slot++) {
      checkHolds(node, slot, node.disk().durableDecree(slot));
    }
  }

  private void checkHolds(StagedNode node, long slot, Decree held) {
    require(
        held != null && held.equals(chosen.get(slot)),
        "the log of node %s holds %s in slot %s, where another decree is chosen",
        node.id(),
        held == null ? "nothing" : Wording.of(held),
        slot);
  }

  static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new SafetyViolation(String.format(sentence, values));
    }
  }
}
