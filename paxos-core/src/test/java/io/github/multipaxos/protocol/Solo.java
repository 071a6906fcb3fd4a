package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One replica on a disk that syncs when told to, driven through {@code step} alone. Keeps what it
 * said and did until {@link #forget}. Whoever uses it plays all the peers.
 */
final class Solo {

  final ReplicaConfig config;
  final List<LogRecord> durable = new ArrayList<>();
  final List<LogRecord> unsynced = new ArrayList<>();
  final List<Envelope<Message>> sent = new ArrayList<>();
  final List<Envelope<Vow>> vowed = new ArrayList<>();
  final List<Effects.Chosen> chosen = new ArrayList<>();
  final List<Long> reads = new ArrayList<>();
  final List<Long> failedReads = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  final List<Effects.ReadBack> readBacks = new ArrayList<>();
  final List<SnapshotTask> tasks = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  private final List<Envelope<Vow>> heldVows = new ArrayList<>();
  Replica replica;
  long tick;

  Solo(int self, int size) {
    this(Samples.config(self, size), List.of());
  }

  Solo(ReplicaConfig config, List<LogRecord> log) {
    this.config = config;
    durable.addAll(log);
    replica = new Replica(config, Samples.recovered(durable));
  }

  /** A node that starts with a snapshot of that slot, and with this log. */
  static Solo restored(int self, long snapshotSlot, LogRecord... log) {
    Solo solo = new Solo(Samples.config(self, 3), List.of(log));
    solo.restart(snapshotSlot);
    return solo;
  }

  NodeId self() {
    return config.self();
  }

  Effects step(Event... events) {
    Effects effects = replica.step(List.of(events));
    sent.addAll(effects.messages());
    unsynced.addAll(effects.records());
    heldVows.addAll(effects.vows());
    chosen.addAll(effects.chosen());
    reads.addAll(effects.reads());
    failedReads.addAll(effects.failedReads());
    outcomes.addAll(effects.outcomes());
    readBacks.addAll(effects.readBacks());
    tasks.addAll(effects.snapshotTasks());
    notices.addAll(effects.notices());
    return effects;
  }

  Effects receive(int from, Message message) {
    return step(new Event.Received(NodeId.of(from), message));
  }

  Effects propose(Command command, long deadlineTick) {
    return step(new Event.Proposed(command, deadlineTick));
  }

  Effects propose(Command command) {
    return propose(command, Long.MAX_VALUE);
  }

  Effects read(long read) {
    return step(new Event.ReadAsked(read, Long.MAX_VALUE));
  }

  /** Lets so many ticks pass, one after the other. */
  void ticks(long count) {
    for (long i = 0; i < count; i++) {
      jump(1);
    }
  }

  /** Lets so many ticks pass at once, as after a pause. */
  Effects jump(long count) {
    tick += count;
    return step(new Event.Tick(tick, 1_000_000 + tick));
  }

  /** Syncs the disk until nothing waits for it: vows to peers leave, those to itself come back. */
  void sync() {
    while (!heldVows.isEmpty() || !unsynced.isEmpty()) {
      durable.addAll(unsynced);
      unsynced.clear();
      List<Envelope<Vow>> free = List.copyOf(heldVows);
      heldVows.clear();
      for (Envelope<Vow> vow : free) {
        if (vow.to().equals(self())) {
          step(new Event.Received(self(), vow.message()));
        } else {
          vowed.add(vow);
        }
      }
    }
  }

  /** Loses what was not synced and starts again from the rest, under the same boot count. */
  void crash() {
    restart(0);
  }

  /** As {@link #crash}, and a snapshot of that slot is there to be restored; 0 for none. */
  void restart(long snapshotSlot) {
    unsynced.clear();
    heldVows.clear();
    forget();
    tick = 0;
    Recovered recovered = Samples.recovered(durable);
    recovered.restored(snapshotSlot);
    replica = new Replica(config, recovered);
  }

  void forget() {
    sent.clear();
    vowed.clear();
    chosen.clear();
    reads.clear();
    failedReads.clear();
    outcomes.clear();
    readBacks.clear();
    tasks.clear();
    notices.clear();
  }

  <M extends Message> List<M> said(Class<M> kind) {
    List<M> said = new ArrayList<>();
    for (Envelope<Message> envelope : sent) {
      if (kind.isInstance(envelope.message())) {
        said.add(kind.cast(envelope.message()));
      }
    }
    return said;
  }

  <M extends Message> List<M> saidTo(int to, Class<M> kind) {
    List<M> said = new ArrayList<>();
    for (Envelope<Message> envelope : sent) {
      if (kind.isInstance(envelope.message()) && envelope.to().equals(NodeId.of(to))) {
        said.add(kind.cast(envelope.message()));
      }
    }
    return said;
  }

  <V extends Vow> List<V> vowedTo(int to, Class<V> kind) {
    List<V> said = new ArrayList<>();
    for (Envelope<Vow> envelope : vowed) {
      if (kind.isInstance(envelope.message()) && envelope.to().equals(NodeId.of(to))) {
        said.add(kind.cast(envelope.message()));
      }
    }
    return said;
  }

  <N extends Notice> List<N> noticed(Class<N> kind) {
    return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Waits in silence until it canvasses, and returns what it asks. */
  Canvass untilCanvass() {
    for (int i = 0; i < 1000 && said(Canvass.class).isEmpty(); i++) {
      jump(1);
    }
    List<Canvass> asked = said(Canvass.class);
    return asked.get(asked.size() - 1);
  }

  /** Gets it to prepare a ballot with the support of these peers, and to promise it itself. */
  Ballot campaign(int... supporters) {
    Canvass canvass = untilCanvass();
    for (int supporter : supporters) {
      CanvassAnswer yes = new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE);
      receive(supporter, yes);
    }
    sync();
    return replica.promised();
  }

  /** Gets it to lead by the promises of these peers, who have never voted. */
  Ballot lead(int... promisers) {
    Ballot ballot = campaign(promisers);
    for (int promiser : promisers) {
      receive(promiser, promise(ballot, 0, new TreeMap<>()));
    }
    sync();
    return ballot;
  }

  /** As {@link #lead}, until its first no-op is chosen by the votes of these peers. */
  Ballot leadThroughBarrier(int... promisers) {
    Ballot ballot = lead(promisers);
    long barrier = replica.leadership().orElseThrow().barrierSlot();
    for (int promiser : promisers) {
      receive(promiser, new Message.Accepted(ballot, barrier));
    }
    sync();
    forget();
    return ballot;
  }

  static Promise promise(Ballot ballot, long chosenThrough, SortedMap<Long, Vote> votes) {
    return new Promise(ballot, 1, Long.MAX_VALUE, chosenThrough, 1, votes);
  }

  /** Returns what the log holds of a slot: its latest vote or learnt decree. */
  Decree onDisk(long slot) {
    Decree latest = null;
    for (LogRecord record : durable) {
      if (record instanceof LogRecord.Voted voted && voted.slot() == slot) {
        latest = voted.vote().decree();
      } else if (record instanceof LogRecord.Learnt learnt && learnt.slot() == slot) {
        latest = learnt.decree();
      }
    }
    return latest;
  }
}
