package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Outcome.Rejected;
import io.github.multipaxos.protocol.Outcome.Unknown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node's own clients have proposed, until it is chosen or given up. A command waits here
 * until it is given to a leader. If that one is replaced it is given to the next, under the same
 * id: should both copies be chosen, the second is not applied (rule C6). So the only certain
 * answers are to see it chosen, and never to have given it away (rules C1 and C3).
 */
final class Proposals {

  private final Outbox outbox;
  private final NodeId self;
  private final long boot;
  private final SequenceMap<Pending> bySequence = new SequenceMap<>();
  private final Deque<Pending> waiting = new ArrayDeque<>();

  /** Given to a leader that leads no more, by sequence: their turn comes first. */
  private final SortedMap<Long, Pending> again = new TreeMap<>();

  private long earliestDeadline = Long.MAX_VALUE;
  private long resentTick;
  private long givenBytes;

  private static final class Pending {
    private final Command command;
    private final long deadlineTick;
    private Ballot givenIn = Ballot.NONE;
    private long givenTick;
    private boolean mayBeProposed;
    private boolean isSettled;

    private Pending(Command command, long deadlineTick) {
      this.command = command;
      this.deadlineTick = deadlineTick;
    }

    private boolean isWaiting() {
      return givenIn.equals(Ballot.NONE);
    }

    private long sequence() {
      return command.id().sequence();
    }
  }

  Proposals(Outbox outbox, ReplicaConfig config) {
    this.outbox = outbox;
    this.self = config.self();
    this.boot = config.boot();
  }

  void onProposed(Command command, long deadlineTick) {
    Pending pending = new Pending(command, deadlineTick);
    bySequence.add(pending.sequence(), pending);
    waiting.add(pending);
    earliestDeadline = Math.min(earliestDeadline, deadlineTick);
  }

  /** Returns the command that has waited longest for a leader or a slot, or null. */
  @Nullable Command peekWaiting() {
    if (!again.isEmpty()) {
      return again.get(again.firstKey()).command;
    }
    while (!waiting.isEmpty() && waiting.peek().isSettled) {
      waiting.remove();
    }
    Pending next = waiting.peek();
    return next == null ? null : next.command;
  }

  /** Takes the command just peeked at and gives it to the leader of {@code ballot}. */
  Command give(Ballot ballot, long tick) {
    Pending pending = again.isEmpty() ? waiting.remove() : again.remove(again.firstKey());
    pending.givenIn = ballot;
    pending.givenTick = tick;
    givenBytes += pending.command.bytes();
    return pending.command;
  }

  /** Returns how many bytes of commands are with a leader, as far as is known here. */
  long givenBytes() {
    return givenBytes;
  }

  /** A leader need not be thought to have it any more. */
  private void takeBack(Pending pending) {
    if (!pending.isWaiting()) {
      givenBytes -= pending.command.bytes();
    }
  }

  /** A decree was chosen: what it holds of this node's is settled by being applied. */
  void onChosen(Decree decree) {
    if (decree instanceof Decree.CommandBatch batch) {
      for (Command command : batch.commands()) {
        CommandId id = command.id();
        if (id.origin().equals(self) && id.boot() == boot) {
          Pending pending = bySequence.remove(id.sequence());
          if (pending != null) {
            takeBack(pending);
            pending.isSettled = true;
            again.remove(id.sequence());
          }
        }
      }
    }
  }

  /** The leader says that it did not propose these (rule C3). */
  void onRefused(Refused refused) {
    for (CommandId id : refused.ids()) {
      Pending pending = id.boot() == boot ? bySequence.get(id.sequence()) : null;
      if (pending != null && pending.givenIn.equals(refused.ballot())) {
        switch (refused.reason()) {
          case OVERLOADED ->
              settle(pending, Rejected.Reason.OVERLOADED, Unknown.Reason.LEADER_CHANGED);
          case NOT_LEADING -> waitAgain(pending);
          case UNKNOWN_BALLOT -> {
            pending.mayBeProposed = true;
            waitAgain(pending);
          }
        }
      }
    }
  }

  private void waitAgain(Pending pending) {
    takeBack(pending);
    pending.givenIn = Ballot.NONE;
    again.put(pending.sequence(), pending);
  }

  /** Rules C1 and C3. Only what no leader can have proposed is certain not to be chosen. */
  private void settle(Pending pending, Rejected.Reason ifCertain, Unknown.Reason otherwise) {
    boolean isOverloaded = ifCertain == Rejected.Reason.OVERLOADED;
    boolean isCertain = (pending.isWaiting() || isOverloaded) && !pending.mayBeProposed;
    settle(
        pending,
        isCertain
            ? new Rejected(pending.sequence(), ifCertain)
            : new Unknown(pending.sequence(), otherwise));
  }

  private void settle(Pending pending, Outcome outcome) {
    takeBack(pending);
    pending.isSettled = true;
    bySequence.remove(pending.sequence());
    again.remove(pending.sequence());
    outbox.settle(outcome);
  }

  /**
   * Rule C4. The leader of {@code ballot} has recovered what it found, and all of that is chosen
   * and seen. What was given to an earlier leader and is not among it is given to this one.
   */
  void onRecovered(Ballot ballot) {
    for (Pending pending : bySequence.values()) {
      if (!pending.isWaiting() && pending.givenIn.isBelow(ballot)) {
        pending.mayBeProposed = true;
        waitAgain(pending);
      }
    }
  }

  /** Rule C5. */
  void expire(long tick) {
    if (tick < earliestDeadline) {
      return;
    }
    settleAll(
        pending -> pending.deadlineTick <= tick, Rejected.Reason.DEADLINE, Unknown.Reason.DEADLINE);
    earliestDeadline = Long.MAX_VALUE;
    for (Pending pending : bySequence.values()) {
      earliestDeadline = Math.min(earliestDeadline, pending.deadlineTick);
    }
  }

  /** The node closes. */
  void close() {
    settleAll(pending -> true, Rejected.Reason.STOPPED, Unknown.Reason.STOPPED);
    waiting.clear();
  }

  private void settleAll(
      Predicate<Pending> which, Rejected.Reason ifCertain, Unknown.Reason otherwise) {
    for (Pending pending : bySequence.values()) {
      if (which.test(pending)) {
        settle(pending, ifCertain, otherwise);
      }
    }
  }

  /**
   * Returns commands given to the leader of {@code ballot} long ago, to be forwarded again, about
   * {@code maxBytes} of them. Harmless if they had arrived (rule C2).
   */
  List<Command> overdue(Ballot ballot, long tick, int retransmitTicks, long maxBytes) {
    if (tick - resentTick < retransmitTicks) {
      return List.of();
    }
    resentTick = tick;
    List<Command> overdue = new ArrayList<>();
    long bytes = 0;
    for (Pending pending : bySequence.values()) {
      if (bytes < maxBytes
          && pending.givenIn.equals(ballot)
          && tick - pending.givenTick >= retransmitTicks) {
        pending.givenTick = tick;
        overdue.add(pending.command);
        bytes += pending.command.bytes();
      }
    }
    return overdue;
  }
}
