package io.github.multipaxos.testkit.exhaustive;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.exhaustive.Exploration.Violation;
import io.github.multipaxos.testkit.exhaustive.LocalStates.DurableVote;
import io.github.multipaxos.testkit.exhaustive.LocalStates.LocalState;
import io.github.multipaxos.testkit.exhaustive.LocalStates.Next;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that a small cluster can get into, those reached in fewer steps first, and
 * looks at each with the knowledge of all disks. What it finds, it finds by the shortest way.
 *
 * <p>A state is the state of each node, the set of messages ever sent, and what is left of the
 * scope. One thread only.
 */
public final class Explorer {

  private final Scope scope;
  private final List<LocalStates> locals = new ArrayList<>();
  private final Posted posted = new Posted();
  private final StateTable table;
  private final int majority;
  private final int[] state;
  private final int[] next;
  private long transitions;
  private int at;
  private @Nullable Violation violation;

  private Explorer(Scope scope, Tampering tampering) {
    this.scope = scope;
    TreeSet<NodeId> ids = new TreeSet<>();
    for (int id = 1; id <= scope.nodes(); id++) {
      ids.add(NodeId.of(id));
    }
    Membership membership = Membership.majorityOf(ids);
    for (NodeId id : ids) {
      locals.add(new LocalStates(id, membership, scope.syncsApart(), tampering));
    }
    this.majority = scope.nodes() / 2 + 1;
    this.state = new int[scope.nodes() + 2];
    this.next = new int[scope.nodes() + 2];
    this.table = new StateTable(state.length);
  }

  /** Explores that scope. */
  public static Exploration explore(Scope scope) {
    return explore(scope, Tampering.NONE);
  }

  static Exploration explore(Scope scope, Tampering tampering) {
    return new Explorer(scope, tampering).run();
  }

  private Exploration run() {
    long began = System.nanoTime();
    table.add(state, -1);
    int depth = 0;
    int levelEnd = table.size();
    for (at = 0; at < table.size() && violation == null && isWithin(); at++) {
      if (at == levelEnd) {
        depth++;
        levelEnd = table.size();
      }
      table.read(at, state);
      expand();
    }
    int nodeStates = locals.stream().mapToInt(LocalStates::size).sum();
    return new Exploration(
        table.size(),
        transitions,
        depth,
        nodeStates,
        System.nanoTime() - began,
        violation == null && at == table.size() && isWithin(),
        Optional.ofNullable(violation));
  }

  private boolean isWithin() {
    return table.size() < scope.maxStates();
  }

  // What is left of the scope, four bits for each kind

  private int used(int kind) {
    return state[scope.nodes() + 1] >> 4 * kind & 15;
  }

  private int usedAfter(int kind) {
    return state[scope.nodes() + 1] + (1 << 4 * kind);
  }

  private void expand() {
    int budget = state[scope.nodes() + 1];
    for (int letter : posted.set(state[scope.nodes()])) {
      Posted.Letter one = posted.letter(letter);
      go(one.to().value() - 1, letter, new Action.Deliver(one.from(), one.message()), budget);
    }
    for (int node = 0; node < scope.nodes() && violation == null; node++) {
      LocalState local = locals.get(node).get(state[node]);
      if (local.unsyncedWrites() > 0) {
        go(node, "sync", new Action.Sync(), budget);
      }
      if (!local.isLeading() && used(0) < scope.campaigns()) {
        go(node, "campaign", new Action.Campaign(), usedAfter(0));
      }
      if (local.isLeading() && used(1) < scope.commands()) {
        int number = used(1) + 1;
        go(node, "propose " + number, new Action.Propose(number), usedAfter(1));
      }
      if (used(2) < scope.crashes()) {
        for (int kept = 0; kept <= local.unsyncedRecords(); kept++) {
          go(node, "crash " + kept, new Action.Crash(kept), usedAfter(2));
        }
      }
    }
  }

  private void go(int node, Object key, Action action, int budget) {
    if (violation != null) {
      return;
    }
    Next came = locals.get(node).next(state[node], key, action);
    transitions++;
    System.arraycopy(state, 0, next, 0, state.length);
    next[node] = came.state();
    next[scope.nodes() + 1] = budget;
    NodeId id = NodeId.of(node + 1);
    for (Envelope<Message> envelope : came.sent()) {
      int letter = posted.number(new Posted.Letter(id, envelope.to(), envelope.message()));
      next[scope.nodes()] = posted.with(next[scope.nodes()], letter);
    }
    if (came.violation() != null) {
      table.add(next, at);
      report(came.violation(), node, action);
    } else if (table.add(next, at)) {
      String fault = faultOfAll();
      if (fault != null) {
        report(fault, node, action);
      }
    }
  }

  // What must be true of all nodes together

  private record SlotInBallot(long slot, Ballot ballot) {}

  private static final class Tally {
    private final Decree decree;
    private int voters;

    Tally(Decree decree) {
      this.decree = decree;
    }
  }

  private @Nullable String faultOfAll() {
    Map<SlotInBallot, Tally> tallies = new HashMap<>();
    for (int node = 0; node < scope.nodes(); node++) {
      for (DurableVote vote : locals.get(node).get(next[node]).votes()) {
        Tally tally =
            tallies.computeIfAbsent(
                new SlotInBallot(vote.slot(), vote.ballot()), key -> new Tally(vote.decree()));
        if (!tally.decree.equals(vote.decree())) {
          return "slot " + vote.slot() + " has two decrees in ballot " + vote.ballot();
        }
        tally.voters |= 1 << node;
      }
    }
    Map<Long, Ballot> ballots = new HashMap<>();
    Map<Long, Decree> chosen = new HashMap<>();
    String fault = choose(tallies, ballots, chosen);
    fault = fault != null ? fault : faultOfProposals(ballots, chosen);
    return fault != null ? fault : faultOfHanded(chosen);
  }

  private @Nullable String choose(
      Map<SlotInBallot, Tally> tallies, Map<Long, Ballot> ballots, Map<Long, Decree> chosen) {
    for (var entry : tallies.entrySet()) {
      if (Integer.bitCount(entry.getValue().voters) >= majority) {
        long slot = entry.getKey().slot();
        Decree decree = entry.getValue().decree;
        Decree other = chosen.put(slot, decree);
        if (other != null && !other.equals(decree)) {
          return "slot " + slot + " has two chosen decrees";
        }
        ballots.merge(slot, entry.getKey().ballot(), (one, two) -> one.isBelow(two) ? one : two);
      }
    }
    return null;
  }

  private @Nullable String faultOfProposals(Map<Long, Ballot> ballots, Map<Long, Decree> chosen) {
    if (chosen.isEmpty()) {
      return null;
    }
    for (int letter : posted.set(next[scope.nodes()])) {
      if (posted.letter(letter).message() instanceof Message.Accept accept) {
        Ballot ballot = ballots.get(accept.slot());
        if (ballot != null
            && accept.ballot().isAbove(ballot)
            && !accept.decree().equals(chosen.get(accept.slot()))) {
          return "slot "
              + accept.slot()
              + " is chosen in ballot "
              + ballot
              + ", and ballot "
              + accept.ballot()
              + " proposes another decree";
        }
      }
    }
    return null;
  }

  private @Nullable String faultOfHanded(Map<Long, Decree> chosen) {
    for (int node = 0; node < scope.nodes(); node++) {
      for (var handed : locals.get(node).get(next[node]).handed().entrySet()) {
        if (!handed.getValue().equals(chosen.get(handed.getKey()))) {
          return "node " + (node + 1) + " takes for chosen what is not, in slot " + handed.getKey();
        }
      }
    }
    return null;
  }

  // How it came to that

  private record Step(int node, int from, Action action) {}

  private void report(String sentence, int node, Action action) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(node, state[node], action));
    int[] after = new int[state.length];
    int[] before = new int[state.length];
    for (int index = at; table.parent(index) >= 0; index = table.parent(index)) {
      table.read(index, after);
      table.read(table.parent(index), before);
      steps.add(0, between(before, after));
    }
    List<String> path = new ArrayList<>();
    for (Step step : steps) {
      path.addAll(locals.get(step.node).linesOf(step.from, step.action));
    }
    violation = new Violation(sentence, path);
  }

  /** Finds the step again that led from one state to another. */
  private Step between(int[] before, int[] after) {
    int[] kept = state.clone();
    System.arraycopy(before, 0, state, 0, before.length);
    try {
      for (Step step : candidates(before)) {
        if (leadsTo(step, before, after)) {
          return step;
        }
      }
      throw new IllegalStateException("a step got lost");
    } finally {
      System.arraycopy(kept, 0, state, 0, kept.length);
    }
  }

  private List<Step> candidates(int[] before) {
    List<Step> steps = new ArrayList<>();
    for (int letter : posted.set(before[scope.nodes()])) {
      Posted.Letter one = posted.letter(letter);
      int node = one.to().value() - 1;
      steps.add(new Step(node, before[node], new Action.Deliver(one.from(), one.message())));
    }
    for (int node = 0; node < scope.nodes(); node++) {
      LocalState local = locals.get(node).get(before[node]);
      if (local.unsyncedWrites() > 0) {
        steps.add(new Step(node, before[node], new Action.Sync()));
      }
      steps.add(new Step(node, before[node], new Action.Campaign()));
      steps.add(new Step(node, before[node], new Action.Propose(used(1) + 1)));
      for (int kept = 0; kept <= local.unsyncedRecords(); kept++) {
        steps.add(new Step(node, before[node], new Action.Crash(kept)));
      }
    }
    return steps;
  }

  private boolean leadsTo(Step step, int[] before, int[] after) {
    for (int node = 0; node < scope.nodes(); node++) {
      if (node != step.node && before[node] != after[node]) {
        return false;
      }
    }
    Object key =
        step.action instanceof Action.Deliver deliver
            ? (Object)
                posted.number(
                    new Posted.Letter(deliver.from(), NodeId.of(step.node + 1), deliver.message()))
            : keyOf(step.action);
    Next came = locals.get(step.node).next(step.from, key, step.action);
    int set = before[scope.nodes()];
    for (Envelope<Message> envelope : came.sent()) {
      set =
          posted.with(
              set,
              posted.number(
                  new Posted.Letter(NodeId.of(step.node + 1), envelope.to(), envelope.message())));
    }
    return came.state() == after[step.node] && set == after[scope.nodes()];
  }

  private static String keyOf(Action action) {
    if (action instanceof Action.Propose propose) {
      return "propose " + propose.number();
    } else if (action instanceof Action.Crash crash) {
      return "crash " + crash.survivors();
    }
    return action instanceof Action.Sync ? "sync" : "campaign";
  }
}
