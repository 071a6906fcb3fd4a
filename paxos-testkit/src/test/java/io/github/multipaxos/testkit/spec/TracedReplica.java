package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.ReplicaConfig;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A replica with a disk, which does what a node does with the effects, and tells a trace. */
final class TracedReplica {

  private final NodeId id;
  private final Membership membership;
  private final Trace trace;
  private final TracedCluster.Sink network;
  private final List<LogRecord> durable = new ArrayList<>();
  private final TreeMap<Long, Decree> log = new TreeMap<>();
  private final Deque<Write> writes = new ArrayDeque<>();
  private Replica replica;
  private long boot;
  private long now;
  private long readableThrough;

  private record Write(List<LogRecord> records, List<Envelope<Vow>> vows, long chosenThrough) {}

  TracedReplica(NodeId id, Membership membership, Trace trace, TracedCluster.Sink network) {
    this.id = id;
    this.membership = membership;
    this.trace = trace;
    this.network = network;
    this.replica = start();
  }

  private Replica start() {
    boot++;
    now = 0;
    log.clear();
    durable.forEach(this::index);
    Recovered recovered = new Recovered();
    durable.forEach(recovered::add);
    readableThrough = recovered.chosenThrough();
    long seed = id.value() * 31L + boot;
    return new Replica(
        new ReplicaConfig(id, boot, membership, 2, 10, 4, 6, 1 << 16, 200, 2000, 1 << 20, seed),
        recovered);
  }

  NodeId id() {
    return id;
  }

  long boot() {
    return boot;
  }

  long now() {
    return now;
  }

  void tick() {
    now++;
    step(new Event.Tick(now, 1_000_000 + now));
  }

  void step(Event event) {
    Effects effects = replica.step(List.of(event));
    trace.stepped(id, effects);
    effects.messages().forEach(this::send);
    writes.add(new Write(effects.records(), effects.vows(), replica.chosenThrough()));
    effects.readBacks().forEach(this::readBack);
  }

  private void send(Envelope<? extends Message> envelope) {
    trace.sent(id, envelope.message());
    network.send(id, envelope);
  }

  /** Rule D4. */
  private void readBack(Effects.ReadBack wanted) {
    List<Decree> decrees = new ArrayList<>();
    long throughSlot = Math.min(wanted.throughSlot(), readableThrough);
    for (long slot = wanted.firstSlot(); slot <= throughSlot; slot++) {
      decrees.add(log.get(slot));
    }
    send(
        new Envelope<>(
            wanted.to(), new Decrees(wanted.firstSlot(), decrees, wanted.chosenThrough())));
  }

  /** Makes the oldest write durable, and says what waited for it. */
  void sync() {
    if (!writes.isEmpty()) {
      Write write = writes.remove();
      write.records().forEach(this::keep);
      readableThrough = write.chosenThrough();
      for (Envelope<Vow> vow : write.vows()) {
        if (vow.to().equals(id)) {
          step(new Event.Received(id, vow.message()));
        } else {
          send(vow);
        }
      }
    }
  }

  private void keep(LogRecord record) {
    durable.add(record);
    trace.durable(id, record);
    index(record);
  }

  private void index(LogRecord record) {
    if (record instanceof LogRecord.Voted voted) {
      log.put(voted.slot(), voted.vote().decree());
    } else if (record instanceof LogRecord.Learnt learnt) {
      log.put(learnt.slot(), learnt.decree());
    }
  }

  /** Keeps what is durable and, sometimes, some of what is not; rots or not; and starts again. */
  void crash(Random random, boolean rots) {
    while (!writes.isEmpty() && random.nextBoolean()) {
      writes.remove().records().forEach(this::keep);
    }
    writes.clear();
    if (rots && !durable.isEmpty()) {
      rot(random.nextInt(durable.size()), 1 + random.nextInt(4));
    }
    trace.restarted(id, durable);
    replica = start();
  }

  /**
   * Rules D5 and D6. So many records are damaged; the log tells that, and what they can have been.
   */
  private void rot(int first, int count) {
    LogRecord.Reached reached = LogRecord.Reached.NOTHING;
    int end = Math.min(durable.size(), first + count);
    for (LogRecord record : durable.subList(0, end)) {
      reached = reached.with(record);
    }
    List<LogRecord> damaged = durable.subList(first, end);
    damaged.clear();
    damaged.addAll(List.of(new LogRecord.Lost("a disk that rots"), reached));
  }
}
