package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Notice;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Voted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Writes down what the nodes of a run do, one event a line, so that {@link TraceModule} can have
 * TLC check it against the specification. The format is described in {@code docs/spec/README.md}.
 *
 * <p>Whoever drives the nodes calls four methods in the order in which things happen, in one
 * thread. Of what a replica says, only what nobody can see from outside it is taken from its
 * effects; what is durable, and what has left, is reported by itself.
 */
public final class Trace {

  private final Appendable out;
  private final long maxEvents;
  private final DecreeNames names = new DecreeNames();
  private final Map<NodeId, TracedNode> nodes = new TreeMap<>();
  private final Set<String> told = new HashSet<>();
  private long events;

  /**
   * Begins a trace.
   *
   * @param voters every node of the cluster, at least two: a node by itself proposes to nobody
   * @param out where the lines go
   * @param maxEvents after so many events the rest of the run is not written down. What TLC has to
   *     do grows faster than a trace
   */
  public Trace(SortedSet<NodeId> voters, Appendable out, long maxEvents) {
    if (voters.size() < 2) {
      throw new IllegalArgumentException(
          "a trace needs a cluster of at least two nodes, was given " + voters);
    }
    this.out = out;
    this.maxEvents = maxEvents;
    voters.forEach(node -> nodes.put(node, new TracedNode()));
    write(new TraceLine("cluster").with("nodes", voters.stream().map(NodeId::toString).toList()));
  }

  /** Returns how many events were written down. */
  public long events() {
    return events;
  }

  /** Tells whether the rest of the run is left out. */
  public boolean isFull() {
    return events >= maxEvents;
  }

  /** A replica has made a step, of which nothing has left it yet. */
  public void stepped(NodeId node, Effects effects) {
    TracedNode traced = start(node);
    for (LogRecord record : effects.records()) {
      if (!isOwnVote(node, record) && !(record instanceof LogRecord.ChosenThrough)) {
        event(record(TraceLine.of(kind(record), node), record));
      }
    }
    effects.records().forEach(traced::onAppended);
    for (Effects.Chosen chosen : effects.chosen()) {
      event(
          TraceLine.of("handed", node)
              .with("slot", chosen.slot())
              .with("decree", names.of(chosen.decree())));
    }
    List<Accepted> answers = answersWithoutVote(traced, effects);
    for (Accepted answer : answers) {
      event(TraceLine.of("knows", node).with("slot", answer.slot()));
    }
    leads(node, effects);
    proposed(node, effects);
    promises(node, effects);
    for (Accepted answer : answers) {
      event(slotAndBallot(TraceLine.of("answers", node), answer.slot(), answer.ballot()));
    }
  }

  /** A leader's own vote is part of what it does when it proposes. */
  private static boolean isOwnVote(NodeId node, LogRecord record) {
    return record instanceof Voted voted && voted.vote().ballot().node().equals(node);
  }

  /** Rule A7. Which votes are vowed that were never cast. */
  private static List<Accepted> answersWithoutVote(TracedNode traced, Effects effects) {
    List<Accepted> answers = new ArrayList<>();
    for (Envelope<Vow> vow : effects.vows()) {
      if (vow.message() instanceof Accepted accepted
          && !traced.hasVoted(accepted.slot(), accepted.ballot())) {
        answers.add(accepted);
      }
    }
    return answers;
  }

  private void leads(NodeId node, Effects effects) {
    for (Notice notice : effects.notices()) {
      if (notice instanceof Notice.Leads leads) {
        long firstSlot = leads.barrierSlot() - leads.adopted() - leads.filled();
        TreeMap<Long, String> decrees = new TreeMap<>();
        for (Accept accept : accepts(effects)) {
          if (accept.ballot().equals(leads.ballot()) && accept.slot() <= leads.barrierSlot()) {
            decrees.put(accept.slot(), names.of(accept.decree()));
            told.add(proposal(accept));
          }
        }
        event(
            slotAndBallot(TraceLine.of("leads", node), firstSlot, leads.ballot())
                .with("decrees", List.copyOf(decrees.values())));
      }
    }
  }

  private void proposed(NodeId node, Effects effects) {
    for (Accept accept : accepts(effects)) {
      if (told.add(proposal(accept))) {
        event(
            slotAndBallot(TraceLine.of("proposed", node), accept.slot(), accept.ballot())
                .with("decree", names.of(accept.decree())));
      }
    }
  }

  private static List<Accept> accepts(Effects effects) {
    List<Accept> accepts = new ArrayList<>();
    for (Envelope<Message> envelope : effects.messages()) {
      if (envelope.message() instanceof Accept accept) {
        accepts.add(accept);
      }
    }
    return accepts;
  }

  private String proposal(Accept accept) {
    return "proposed " + accept.ballot() + " " + accept.slot() + " " + names.of(accept.decree());
  }

  private void promises(NodeId node, Effects effects) {
    for (Envelope<Vow> vow : effects.vows()) {
      if (vow.message() instanceof Promise promise) {
        List<String> votes = new ArrayList<>();
        promise
            .votes()
            .forEach((slot, vote) -> votes.add(slot + " " + vote.ballot() + " " + name(vote)));
        event(
            slotAndBallot(TraceLine.of("promises", node), promise.firstSlot(), promise.ballot())
                .with("through", Math.min(promise.throughSlot(), Integer.MAX_VALUE))
                .with("prefix", promise.chosenThrough())
                .with("faulty", promise.faultyThrough())
                .with("votes", votes));
      }
    }
  }

  private String name(Vote vote) {
    return names.of(vote.decree());
  }

  /** A record is durable: the oldest of its node's that was not. */
  public void durable(NodeId node, LogRecord record) {
    traced(node).onDurable(record);
    if (!(record instanceof LogRecord.ChosenThrough)) {
      event(record(TraceLine.of("durable", node).with("record", kind(record)), record));
    }
  }

  /** A message leaves a node. Only vows, and decrees read from the log, are of interest. */
  public void sent(NodeId node, Message message) {
    start(node);
    if (message instanceof Decrees decrees) {
      long slot = decrees.firstSlot();
      for (Decree decree : decrees.decrees()) {
        once(TraceLine.of("gave", node).with("slot", slot++).with("decree", names.of(decree)));
      }
    } else if (message instanceof Accepted accepted) {
      once(slotAndBallot(TraceLine.of("said", node), accepted.slot(), accepted.ballot()));
    } else if (message instanceof Prepare prepare) {
      once(slotAndBallot(TraceLine.of("said", node), 0, prepare.ballot()));
    } else if (message instanceof Promise promise) {
      once(slotAndBallot(TraceLine.of("said", node), 0, promise.ballot()));
    }
  }

  /**
   * A node's process has ended and a new one started. Of the records that were not known to be
   * durable, those that the new one found are reported by {@link #durable}, before or after this
   * call but before the node does anything.
   */
  public void restarted(NodeId node) {
    traced(node).restart(LostSlots.NONE);
  }

  /**
   * As {@link #restarted(NodeId)}, of a node whose log may have lost records.
   *
   * @param found all that the log handed on when it was opened, also of what was lost
   */
  public void restarted(NodeId node, List<LogRecord> found) {
    traced(node).restart(LostSlots.in(found));
  }

  private TracedNode start(NodeId node) {
    TracedNode traced = traced(node);
    if (traced.isRestarting()) {
      traced.onRestarted();
      event(
          TraceLine.of("restarted", node)
              .with("slot", traced.markedThrough())
              .with("lost", traced.lost().slots())
              .with("kept", traced.lost().learnt()));
    }
    return traced;
  }

  private TracedNode traced(NodeId node) {
    TracedNode traced = nodes.get(node);
    if (traced == null) {
      throw new IllegalArgumentException(
          "node " + node + " does something but is not among the traced " + nodes.keySet());
    }
    return traced;
  }

  private static String kind(LogRecord record) {
    return record instanceof Promised ? "promised" : record instanceof Voted ? "voted" : "learnt";
  }

  private TraceLine record(TraceLine line, LogRecord record) {
    if (record instanceof Promised promised) {
      return line.with("ballot", promised.ballot().toString());
    } else if (record instanceof Voted voted) {
      return slotAndBallot(line, voted.slot(), voted.vote().ballot())
          .with("decree", name(voted.vote()));
    } else if (record instanceof Learnt learnt) {
      return line.with("slot", learnt.slot()).with("decree", names.of(learnt.decree()));
    }
    throw new IllegalArgumentException("the specification knows no record such as " + record);
  }

  private static TraceLine slotAndBallot(TraceLine line, long slot, Ballot ballot) {
    return line.with("slot", slot).with("ballot", ballot.toString());
  }

  private void once(TraceLine line) {
    if (told.add(line.toString())) {
      event(line);
    }
  }

  private void event(TraceLine line) {
    if (!isFull()) {
      events++;
      write(line);
    }
  }

  private void write(TraceLine line) {
    try {
      out.append(line.toString()).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace", e);
    }
  }
}
