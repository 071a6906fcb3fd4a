package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Reached;
import io.github.multipaxos.record.LogRecord.Voted;
import io.github.multipaxos.testkit.memory.Droppable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What one node's log has been given, and what it has vouched for: the node must never say more,
 * and must find all of it again.
 */
final class DurableMemory {

  private final NodeId node;
  private final GlobalLog global;
  private final Watch<?, ?> watch;
  private final List<LogRecord> durable = new ArrayList<>();
  private final Deque<LogRecord> waiting = new ArrayDeque<>();
  private Ballot promised = Ballot.NONE;
  private Ballot promisedWaiting = Ballot.NONE;
  private boolean isAside;

  DurableMemory(NodeId node, GlobalLog global, Watch<?, ?> watch) {
    this.node = node;
    this.global = global;
    this.watch = watch;
  }

  /** The node runs on another disk than the one that this is about, or runs on it again. */
  void setAside(boolean isAside) {
    this.isAside = isAside;
  }

  /** Invariant I3. Records are written, in this order. */
  void onAppended(List<LogRecord> records) {
    if (isAside) {
      return;
    }
    for (LogRecord record : records) {
      waiting.add(record);
      if (record instanceof Voted voted) {
        require(
            !voted.vote().ballot().isBelow(promisedWaiting),
            "I3",
            "node %s votes in ballot %s after promising %s",
            node,
            voted.vote().ballot(),
            promisedWaiting);
      }
      promisedWaiting = max(promisedWaiting, ballotOf(record));
    }
  }

  /** So many records, the oldest that wait, are vouched for. */
  void onDurable(int records) {
    if (isAside) {
      return;
    }
    for (int i = 0; i < records; i++) {
      vouch(waiting.remove());
    }
  }

  private void vouch(LogRecord record) {
    durable.add(record);
    hold(record);
  }

  private void hold(LogRecord record) {
    watch.isDurable(node, record);
    promised = max(promised, ballotOf(record));
    if (record instanceof Voted voted) {
      global.onVote(node, voted.vote().ballot(), voted.slot(), voted.vote().decree());
    }
  }

  private static Ballot ballotOf(LogRecord record) {
    if (record instanceof Voted voted) {
      return voted.vote().ballot();
    }
    if (record instanceof Reached reached) {
      return reached.promised();
    }
    return record instanceof Promised given ? given.ballot() : Ballot.NONE;
  }

  private static Ballot max(Ballot one, Ballot other) {
    return one.isBelow(other) ? other : one;
  }

  /**
   * Invariants I13 and I3. The node starts again and finds these records: all that were vouched
   * for, in their order, and some of those that were not.
   */
  void onFound(List<LogRecord> found) {
    if (isAside) {
      return;
    }
    watch.finds(node, List.copyOf(found));
    int dropped = dropped(found);
    int known = dropped < 0 ? 0 : durable.size() - dropped;
    if (found.stream().skip(known).anyMatch(it -> it instanceof Lost)) {
      onFoundDamaged(found);
      return;
    }
    durable.subList(0, Math.max(0, dropped)).clear();
    for (int i = 0; i < durable.size(); i++) {
      require(
          i < found.size() && isSame(found.get(i), durable.get(i)),
          "I13",
          "node %s finds %s as record %s, where the log vouched for %s",
          node,
          i < found.size() ? found.get(i) : "nothing",
          i,
          durable.get(i));
    }
    List<LogRecord> rest = found.subList(durable.size(), found.size());
    for (LogRecord record : List.copyOf(rest)) {
      LogRecord written = waiting.poll();
      require(
          written != null && isSame(record, written),
          "I13",
          "node %s finds %s, where %s was written",
          node,
          record,
          written == null ? "nothing" : written);
      vouch(written);
    }
    waiting.clear();
    promisedWaiting = promised;
  }

  /** Rules D5 and D6. As {@link #onFound}, of a log that tells that it has lost some. */
  private void onFoundDamaged(List<LogRecord> found) {
    Ballot told = Ballot.NONE;
    for (LogRecord record : found) {
      told = max(told, ballotOf(record));
    }
    require(
        !told.isBelow(promised),
        "I3",
        "node %s finds a promise of %s in its damaged log, which once vouched for %s",
        node,
        told,
        promised);
    List<LogRecord> all = new ArrayList<>(durable);
    all.addAll(waiting);
    DamagedLog log = new DamagedLog(found, all);
    int through = log.match(droppable(), durable.size());
    require(
        through >= 0,
        "I13",
        "node %s finds its log damaged, and it is not told that all was lost of what is missing",
        node);
    int intact = log.intactBehindLoss();
    all.subList(Math.max(durable.size(), through - intact), through).forEach(this::hold);
    durable.clear();
    durable.addAll(found);
    waiting.clear();
    promised = max(promised, told);
    promisedWaiting = promised;
  }

  /**
   * Rule L8. How many of the oldest the log has let go of, if what it was allowed to let go of
   * accounts for all that is missing; -1 if it does not.
   */
  private int dropped(List<LogRecord> found) {
    int most = droppable();
    for (int dropped = 0; dropped <= most; dropped++) {
      if (isPrefix(durable.subList(dropped, durable.size()), found)) {
        return dropped;
      }
    }
    return -1;
  }

  private int droppable() {
    long compactedThrough = 0;
    for (LogRecord record : durable) {
      if (record instanceof Compacted compacted) {
        compactedThrough = Math.max(compactedThrough, compacted.throughSlot());
      } else if (record instanceof Reached reached) {
        compactedThrough = Math.max(compactedThrough, reached.compactedThrough());
      }
    }
    return compactedThrough == 0 ? 0 : Droppable.count(durable, compactedThrough);
  }

  private static boolean isPrefix(List<LogRecord> records, List<LogRecord> found) {
    if (records.size() > found.size()) {
      return false;
    }
    for (int i = 0; i < records.size(); i++) {
      if (!isSame(records.get(i), found.get(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isSame(LogRecord one, LogRecord other) {
    return one == other || one.equals(other);
  }

  /** Invariant I3. The node's promise is at least what its disk holds. */
  void requirePromised(Ballot claimed) {
    require(
        isAside || !claimed.isBelow(promised),
        "I3",
        "node %s has promised %s, but its disk holds a promise of %s",
        node,
        claimed,
        promised);
  }

  /** Invariant I4. The node says this; what it vows must be on its disk. */
  void requireDurable(Message said) {
    if (isAside) {
      return; // it vows nothing, as I14 demands
    }
    if (said instanceof Promise promise) {
      requireVowed(promise.ballot());
      promise
          .votes()
          .forEach((slot, vote) -> requireVote(vote.ballot(), slot, "promises with its vote"));
    } else if (said instanceof Accepted accepted) {
      requireVowed(accepted.ballot());
      if (!global.isChosen(accepted.slot())) {
        requireVote(accepted.ballot(), accepted.slot(), "accepts");
      }
    } else if (said instanceof Prepare prepare) {
      requireVowed(prepare.ballot());
    }
  }

  private void requireVowed(Ballot ballot) {
    require(
        !promised.isBelow(ballot),
        "I4",
        "node %s vows in ballot %s, but its disk holds only a promise of %s",
        node,
        ballot,
        promised);
  }

  private void requireVote(Ballot ballot, long slot, String does) {
    require(
        global.hasVoted(node, ballot, slot),
        "I4",
        "node %s %s in slot %s and ballot %s, but its disk holds no such vote",
        node,
        does,
        slot,
        ballot);
  }

  /** Returns how many records the log has vouched for. */
  int size() {
    return durable.size();
  }
}
