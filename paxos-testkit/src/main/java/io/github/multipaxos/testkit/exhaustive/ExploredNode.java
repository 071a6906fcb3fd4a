package io.github.multipaxos.testkit.exhaustive;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.CommandId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Membership;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.ReplicaConfig;
import io.github.multipaxos.protocol.Standing;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.testkit.scenario.ScenarioLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * A replica with its disk, which does what it owes in the order in which a real node does. Time
 * stands still but for campaigns; heartbeats and reads are left out.
 */
final class ExploredNode {

  private static final int PATIENCE_TICKS = 400;
  private static final long MILLIS = 1_000_000;

  private final NodeId id;
  private final Membership membership;
  private final boolean syncsApart;
  private final Tampering tampering;
  private final List<LogRecord> durable = new ArrayList<>();
  private final TreeMap<Long, Decree> handed = new TreeMap<>();
  private final Deque<Write> writes = new ArrayDeque<>();
  private final List<String> lines = new ArrayList<>();
  private List<Envelope<Message>> sent = new ArrayList<>();
  private Replica replica;
  private long readableThrough;
  private long boot = 1;
  private long tick;

  private record Write(List<LogRecord> records, List<Envelope<Vow>> vows, long chosenThrough) {}

  ExploredNode(NodeId id, Membership membership, boolean syncsApart, Tampering tampering) {
    this.id = id;
    this.membership = membership;
    this.syncsApart = syncsApart;
    this.tampering = tampering;
    this.replica = new Replica(config(), new Recovered());
  }

  private ReplicaConfig config() {
    return new ReplicaConfig(
        id, boot, membership, 2, 10, 1_000_000, 8, 1 << 16, 200, 2000, 1 << 20, id.value());
  }

  /** Does what happens, and returns what it says about it. */
  List<Envelope<Message>> take(Action action) {
    sent = new ArrayList<>();
    if (action instanceof Action.Deliver deliver) {
      step(new Event.Received(deliver.from(), deliver.message()));
    } else if (action instanceof Action.Sync) {
      sync();
    } else if (action instanceof Action.Crash crash) {
      crash(crash.survivors());
    } else if (action instanceof Action.Campaign) {
      campaign();
    } else if (action instanceof Action.Propose propose) {
      CommandId command = new CommandId(id, boot, propose.number());
      step(
          new Event.Proposed(
              new Command(command, Bytes.utf8("c" + propose.number())), Long.MAX_VALUE));
    }
    return sent;
  }

  private void step(Event event) {
    Effects effects = replica.step(List.of(event));
    effects.notices().forEach(notice -> lines.add(ScenarioLines.notice(id, notice)));
    effects.messages().forEach(envelope -> send(envelope.to(), envelope.message()));
    effects.records().forEach(record -> lines.add(ScenarioLines.record(id, record)));
    for (Effects.Chosen chosen : effects.chosen()) {
      lines.add(ScenarioLines.chosen(id, chosen));
      handed.put(chosen.slot(), chosen.decree());
    }
    effects.readBacks().forEach(this::readBack);
    boolean isWritten = !effects.records().isEmpty() || !effects.chosen().isEmpty();
    if (isWritten || !effects.vows().isEmpty()) {
      remember(new Write(effects.records(), effects.vows(), replica.chosenThrough()));
    }
  }

  private void remember(Write write) {
    if (tampering.waitsForDisk()) {
      writes.add(write);
    } else {
      writes.add(new Write(write.records, List.of(), write.chosenThrough));
      speak(write.vows);
    }
    while (!syncsApart && !writes.isEmpty()) {
      sync();
    }
  }

  private void send(NodeId to, Message message) {
    boolean isLeftOut =
        message instanceof Canvass
            || message instanceof CanvassAnswer
            || message instanceof Message.Heartbeat
            || message instanceof Message.HeartbeatAck;
    if (!isLeftOut) {
      Message said = tampering.says().apply(message);
      lines.add(ScenarioLines.message(id, to, said, ""));
      sent.add(new Envelope<>(to, said));
    }
  }

  /** Rule D4. */
  private void readBack(Effects.ReadBack request) {
    List<Decree> decrees = new ArrayList<>();
    long throughSlot = Math.min(request.throughSlot(), readableThrough);
    for (long slot = request.firstSlot(); slot <= throughSlot; slot++) {
      decrees.add(decree(slot));
    }
    send(request.to(), new Message.Decrees(request.firstSlot(), decrees, request.chosenThrough()));
  }

  private Decree decree(long slot) {
    Decree latest = null;
    for (LogRecord record : durable) {
      if (record instanceof LogRecord.Voted voted && voted.slot() == slot) {
        latest = voted.vote().decree();
      } else if (record instanceof LogRecord.Learnt learnt && learnt.slot() == slot) {
        latest = learnt.decree();
      }
    }
    if (latest == null) {
      throw new IllegalStateException("the log of node " + id + " lacks chosen slot " + slot);
    }
    return latest;
  }

  /** Rule D1. */
  private void sync() {
    Write write = writes.remove();
    durable.addAll(write.records);
    readableThrough = write.chosenThrough;
    speak(write.vows);
  }

  private void speak(List<Envelope<Vow>> vows) {
    for (Envelope<Vow> vow : vows) {
      if (vow.to().equals(id)) {
        step(new Event.Received(id, vow.message()));
      } else {
        send(vow.to(), vow.message());
      }
    }
  }

  private void crash(int survivors) {
    List<LogRecord> unsynced = new ArrayList<>();
    writes.forEach(write -> unsynced.addAll(write.records));
    durable.addAll(unsynced.subList(0, survivors));
    writes.clear();
    lines.add("crash " + id + ", restart " + id);
    boot++;
    tick = 0;
    Recovered recovered = new Recovered();
    durable.stream().filter(tampering.remembers()).forEach(recovered::add);
    readableThrough = recovered.chosenThrough();
    replica = new Replica(config(), recovered);
    handed.headMap(readableThrough, true).clear(); // handed again, in this life, from the log
    handed.tailMap(readableThrough, false).clear();
    for (long slot = 1; slot <= readableThrough; slot++) {
      handed.put(slot, decree(slot));
    }
  }

  private void campaign() {
    lines.add("campaign " + id);
    Ballot before = replica.promised();
    for (int ticks = 0; ticks < PATIENCE_TICKS; ticks++) {
      tick++;
      Effects effects = replica.step(List.of(new Event.Tick(tick, MILLIS)));
      for (Envelope<Message> envelope : effects.messages()) {
        if (envelope.message() instanceof Canvass canvass) {
          support(canvass);
          break;
        }
      }
      if (replica.promised().isAbove(before) || replica.standing() == Standing.LEADING) {
        return;
      }
    }
  }

  /** A canvass promises nothing: that everybody says yes is no more than might be true. */
  private void support(Canvass canvass) {
    for (NodeId other : membership.voters()) {
      if (!other.equals(id)) {
        step(
            new Event.Received(
                other, new CanvassAnswer(canvass.ballot(), canvass.attempt(), true, Ballot.NONE)));
      }
    }
  }

  // What others may see

  NodeId id() {
    return id;
  }

  boolean isLeading() {
    return replica.standing() == Standing.LEADING;
  }

  int unsyncedWrites() {
    return writes.size();
  }

  int unsyncedRecords() {
    return writes.stream().mapToInt(write -> write.records.size()).sum();
  }

  List<LogRecord> durable() {
    return durable;
  }

  TreeMap<Long, Decree> handed() {
    return handed;
  }

  Ballot promised() {
    return replica.promised();
  }

  /** Returns the lines of what has happened since the last call. */
  List<String> takeLines() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** Equal for two nodes that cannot be told apart by anything that they will ever do. */
  Fingerprint.Value fingerprint() {
    return Fingerprint.of(replica, durable, new ArrayList<>(writes), readableThrough, boot, tick);
  }
}
