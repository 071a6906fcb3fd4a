package io.github.multipaxos.testkit.exhaustive;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The states that one node was ever seen in, by number, and what leads from one to another. */
final class LocalStates {

  private final NodeId id;
  private final Membership membership;
  private final boolean syncsApart;
  private final Tampering tampering;
  private final List<LocalState> states = new ArrayList<>();
  private final Map<Fingerprint.Value, Integer> numbers = new HashMap<>();

  /** A vote on a disk. */
  record DurableVote(long slot, Ballot ballot, Decree decree) {}

  /** What an action leads to: another state, and what is said; or something that must not be. */
  record Next(int state, List<Envelope<Message>> sent, @Nullable String violation) {}

  /** One state of the node. */
  static final class LocalState {
    private final List<Action> path;
    private final boolean isLeading;
    private final int unsyncedWrites;
    private final int unsyncedRecords;
    private final List<DurableVote> votes;
    private final Ballot promised;
    private final TreeMap<Long, Decree> handed;
    private final Map<Object, Next> nexts = new HashMap<>();

    private LocalState(List<Action> path, ExploredNode node) {
      this.path = path;
      this.isLeading = node.isLeading();
      this.unsyncedWrites = node.unsyncedWrites();
      this.unsyncedRecords = node.unsyncedRecords();
      this.votes = votes(node);
      this.promised = durablePromise(node);
      this.handed = new TreeMap<>(node.handed());
    }

    private static List<DurableVote> votes(ExploredNode node) {
      List<DurableVote> votes = new ArrayList<>();
      for (LogRecord record : node.durable()) {
        if (record instanceof LogRecord.Voted voted) {
          votes.add(new DurableVote(voted.slot(), voted.vote().ballot(), voted.vote().decree()));
        }
      }
      return votes;
    }

    private static Ballot durablePromise(ExploredNode node) {
      Ballot highest = Ballot.NONE;
      for (LogRecord record : node.durable()) {
        Ballot ballot =
            record instanceof LogRecord.Promised promise
                ? promise.ballot()
                : record instanceof LogRecord.Voted voted ? voted.vote().ballot() : Ballot.NONE;
        highest = highest.isBelow(ballot) ? ballot : highest;
      }
      return highest;
    }

    boolean isLeading() {
      return isLeading;
    }

    int unsyncedWrites() {
      return unsyncedWrites;
    }

    int unsyncedRecords() {
      return unsyncedRecords;
    }

    List<DurableVote> votes() {
      return votes;
    }

    Ballot promised() {
      return promised;
    }

    Map<Long, Decree> handed() {
      return handed;
    }
  }

  LocalStates(NodeId id, Membership membership, boolean syncsApart, Tampering tampering) {
    this.id = id;
    this.membership = membership;
    this.syncsApart = syncsApart;
    this.tampering = tampering;
    ExploredNode first = fresh();
    numbers.put(first.fingerprint(), 0);
    states.add(new LocalState(List.of(), first));
  }

  private ExploredNode fresh() {
    return new ExploredNode(id, membership, syncsApart, tampering);
  }

  LocalState get(int state) {
    return states.get(state);
  }

  int size() {
    return states.size();
  }

  /** Returns what an action does to a node in that state. Worked out once. */
  Next next(int state, Object key, Action action) {
    LocalState from = states.get(state);
    Next known = from.nexts.get(key);
    if (known == null) {
      known = workOut(state, from, action);
      from.nexts.put(key, known);
    }
    return known;
  }

  private Next workOut(int state, LocalState from, Action action) {
    ExploredNode node = fresh();
    from.path.forEach(node::take);
    List<Envelope<Message>> sent;
    try {
      sent = List.copyOf(node.take(action));
    } catch (RuntimeException e) {
      return new Next(state, List.of(), "node " + id + " throws: " + e.getMessage());
    }
    List<Action> path = new ArrayList<>(from.path);
    path.add(action);
    Integer number = numbers.putIfAbsent(node.fingerprint(), states.size());
    if (number == null) {
      number = states.size();
      states.add(new LocalState(List.copyOf(path), node));
    }
    return new Next(number, sent, faultOf(node, from, sent));
  }

  /** What is wrong with what one node does, as far as its own disk tells. */
  private @Nullable String faultOf(
      ExploredNode node, LocalState from, List<Envelope<Message>> sent) {
    Ballot durable = LocalState.durablePromise(node);
    if (durable.isBelow(from.promised)) {
      return "the durable promise of node " + id + " sinks";
    }
    if (node.promised().isBelow(durable)) {
      return "node " + id + " promises " + node.promised() + ", its disk " + durable;
    }
    for (Envelope<Message> envelope : sent) {
      if (envelope.message() instanceof Message.Promise promise
          && promise.ballot().isAbove(durable)) {
        return "node " + id + " promises " + promise.ballot() + " before it is durable";
      } else if (envelope.message() instanceof Message.Accepted accepted
          && accepted.ballot().isAbove(durable)) {
        return "node " + id + " accepts in " + accepted.ballot() + " before it is durable";
      }
    }
    return null;
  }

  /** Returns the lines of what the last action of a path does. */
  List<String> linesOf(int state, Action action) {
    ExploredNode node = fresh();
    states.get(state).path.forEach(node::take);
    node.takeLines();
    List<String> lines = new ArrayList<>();
    if (action instanceof Action.Deliver deliver) {
      lines.add("deliver " + id + " " + deliver.message().getClass().getSimpleName());
    } else if (action instanceof Action.Propose propose) {
      lines.add("propose " + id + " c" + propose.number());
    } else if (action instanceof Action.Sync) {
      lines.add("sync " + id);
    }
    try {
      node.take(action);
    } catch (RuntimeException e) {
      lines.add(id + "     throws " + e.getMessage());
    }
    lines.addAll(node.takeLines());
    return lines;
  }
}
