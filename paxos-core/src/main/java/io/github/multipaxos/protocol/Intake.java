package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SequenceSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes have forwarded to this one as their leader: commands that wait for a slot, and
 * the ids of all that ever came in the ballot, for each is decided about once (rule C2). Outlives
 * the leadership, so that a late copy is answered truthfully.
 */
final class Intake {

  /** A backlog of the smallest commands would otherwise be refused in one enormous message. */
  private static final int REFUSALS_PER_MESSAGE = 4096;

  private final Outbox outbox;
  private final long backlogBytes;
  private final Deque<Command> backlog = new ArrayDeque<>();
  private final SortedMap<Origin, SequenceSet> seen = new TreeMap<>();
  private Ballot ballot = Ballot.NONE;
  private boolean isLeading;
  private long bytes;

  /** One life of one node. */
  private record Origin(NodeId node, long boot) implements Comparable<Origin> {
    @Override
    public int compareTo(Origin other) {
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : Long.compare(boot, other.boot);
    }
  }

  Intake(Outbox outbox, long backlogBytes) {
    this.outbox = outbox;
    this.backlogBytes = backlogBytes;
  }

  /** This node leads in a new ballot. */
  void begin(Ballot ballot) {
    this.ballot = ballot;
    isLeading = true;
    seen.clear();
  }

  /** This node leads no longer. What it has not proposed it never will. */
  void end() {
    isLeading = false;
    SortedMap<NodeId, List<CommandId>> byOrigin = new TreeMap<>();
    for (Command command : backlog) {
      byOrigin.computeIfAbsent(command.id().origin(), node -> new ArrayList<>()).add(command.id());
    }
    byOrigin.forEach((node, ids) -> refuse(node, ballot, ids, Refused.Reason.NOT_LEADING));
    backlog.clear();
    bytes = 0;
  }

  void onForward(NodeId from, Forward forward) {
    if (!forward.ballot().equals(ballot)) {
      List<CommandId> all = forward.commands().stream().map(Command::id).toList();
      refuse(from, forward.ballot(), all, Refused.Reason.UNKNOWN_BALLOT);
      return;
    }
    List<CommandId> refused = new ArrayList<>();
    for (Command command : forward.commands()) {
      if (isFirstCopy(command.id()) && !take(command)) {
        refused.add(command.id());
      }
    }
    refuse(
        from, ballot, refused, isLeading ? Refused.Reason.OVERLOADED : Refused.Reason.NOT_LEADING);
  }

  /** Rule C2. Whatever is decided about the first copy holds; later ones are not looked at. */
  private boolean isFirstCopy(CommandId id) {
    Origin origin = new Origin(id.origin(), id.boot());
    return seen.computeIfAbsent(origin, key -> new SequenceSet()).add(id.sequence());
  }

  private boolean take(Command command) {
    if (!isLeading || bytes + command.bytes() > backlogBytes) {
      return false;
    }
    backlog.add(command);
    bytes += command.bytes();
    return true;
  }

  private void refuse(NodeId origin, Ballot asked, List<CommandId> ids, Refused.Reason reason) {
    for (int from = 0; from < ids.size(); from += REFUSALS_PER_MESSAGE) {
      int to = Math.min(ids.size(), from + REFUSALS_PER_MESSAGE);
      outbox.send(origin, new Refused(asked, ids.subList(from, to), reason));
    }
  }

  /** Returns the command that has waited longest, or null. */
  @Nullable Command peek() {
    return backlog.peek();
  }

  /** Takes the command that has waited longest. */
  void remove() {
    bytes -= backlog.remove().bytes();
  }
}
