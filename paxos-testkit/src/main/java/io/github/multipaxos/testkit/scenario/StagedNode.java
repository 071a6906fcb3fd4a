package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.SnapshotTask;
import io.github.multipaxos.protocol.Standing;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A replica with its disk. Carries out effects in the order in which a real node does, except that
 * what it writes down is shown before what it says.
 */
final class StagedNode {

  /** What the wall clock shows at tick 0. */
  private static final long FIRST_MILLIS = 1_000_000;

  private final NodeId id;
  private final StagedCluster cluster;
  private final StagedDisk disk = new StagedDisk();
  private final StagedClients clients;
  private Replica replica;
  private boolean isUp = true;
  private long boot = 1;
  private long tick;
  private long handedThrough;

  StagedNode(NodeId id, StagedCluster cluster) {
    this.id = id;
    this.cluster = cluster;
    this.clients = new StagedClients(this, cluster);
    this.replica = new Replica(cluster.settings().of(id, boot), disk.recover());
  }

  NodeId id() {
    return id;
  }

  StagedDisk disk() {
    return disk;
  }

  StagedClients clients() {
    return clients;
  }

  Replica replica() {
    return replica;
  }

  boolean isUp() {
    return isUp;
  }

  long boot() {
    return boot;
  }

  long tick() {
    return tick;
  }

  /** Returns the last slot handed to the state machine. */
  long handedThrough() {
    return handedThrough;
  }

  boolean isLeading() {
    return isUp && replica.standing() == Standing.LEADING;
  }

  /** Takes the events and does everything owed for them. */
  void step(List<Event> events) {
    step(events, message -> true);
  }

  /** As {@link #step(List)}, but sends only some of the messages. Returns those not sent. */
  List<Message> step(List<Event> events, Predicate<Message> isSent) {
    Effects effects = replica.step(events);
    effects.notices().forEach(notice -> cluster.transcript().event(id, notice.toString()));
    effects.records().forEach(this::showRecord);
    effects.snapshotTasks().forEach(this::install);
    for (Effects.Chosen one : effects.chosen()) {
      resume(effects);
      hand(one);
    }
    resume(effects);
    List<Message> unsent = new ArrayList<>();
    for (Envelope<Message> envelope : effects.messages()) {
      if (isSent.test(envelope.message())) {
        cluster.send(id, envelope.to(), envelope.message());
      } else {
        unsent.add(envelope.message());
      }
    }
    effects.readBacks().forEach(this::readBack);
    effects.snapshotTasks().forEach(this::give);
    clients.onEffects(effects);
    remember(effects);
    effects.snapshotTasks().forEach(this::keep);
    return unsent;
  }

  private void showRecord(LogRecord record) {
    cluster.transcript().record(id, Wording.of(record) + (disk.isStalled() ? "  (unsynced)" : ""));
  }

  /** Rule L2. */
  private void hand(Effects.Chosen one) {
    Agreement.require(
        one.slot() == handedThrough + 1, "node %s is handed slot %s out of turn", id, one.slot());
    handedThrough = one.slot();
    cluster.transcript().event(id, "chosen", "slot=" + one.slot() + " " + Wording.of(one.decree()));
    cluster.agreement().onLearnt(id, one.slot(), one.decree());
  }

  /** Rule L11. */
  private void resume(Effects effects) {
    for (SnapshotTask task : effects.snapshotTasks()) {
      if (task instanceof SnapshotTask.Resume held && held.firstSlot() == handedThrough + 1) {
        handedThrough = held.throughSlot();
      }
    }
  }

  private void readBack(Effects.ReadBack request) {
    long through = Math.min(request.throughSlot(), disk.readableThrough());
    List<Decree> decrees = new ArrayList<>();
    for (long slot = request.firstSlot();
        slot <= through && decrees.size() < cluster.settings().fetchSlots();
        slot++) {
      Decree decree = disk.durableDecree(slot);
      if (decree == null) {
        break;
      }
      cluster.agreement().onLearnt(id, slot, decree);
      decrees.add(decree);
    }
    cluster.send(
        id,
        request.to(),
        new Message.Decrees(
            request.firstSlot(), decrees, request.chosenThrough(), request.firstRetained()));
  }

  /** Rule L7. The state machine has what the snapshot holds. */
  private void install(SnapshotTask task) {
    if (task instanceof SnapshotTask.Install install) {
      handedThrough = install.snapshot().slot();
    }
  }

  private void give(SnapshotTask task) {
    if (task instanceof SnapshotTask.Give give) {
      int parts = cluster.settings().snapshotParts();
      cluster.send(id, give.to(), disk.snapshots().give(give.slot(), give.offset(), parts));
    }
  }

  private void keep(SnapshotTask task) {
    if (task instanceof SnapshotTask.Keep keep) {
      step(List.of(disk.snapshots().keep(keep)));
    }
  }

  /** Takes a snapshot of everything handed out. */
  void takeSnapshot() {
    cluster.transcript().event(id, "takes snapshot slot=" + handedThrough);
    long compactThrough = disk.snapshots().take(handedThrough);
    step(List.of(new Event.SnapshotTaken(handedThrough, compactThrough)));
  }

  /** Rule D1. */
  private void remember(Effects effects) {
    if (!effects.records().isEmpty() || !effects.vows().isEmpty() || !effects.chosen().isEmpty()) {
      disk.append(
          new StagedDisk.Write(
              effects.records(), effects.vows(), effects.snapshotTasks(), replica.chosenThrough()));
    }
    while (!disk.isStalled() && disk.hasUnsynced()) {
      sync();
    }
  }

  /** Makes the oldest write durable, and lets go of what waited for it. */
  void sync() {
    StagedDisk.Write write = disk.sync();
    write.records().forEach(record -> cluster.agreement().onDurable(id, record));
    List<Event> own = new ArrayList<>();
    for (Envelope<Vow> vow : write.vows()) {
      if (vow.to().equals(id)) {
        own.add(new Event.Received(id, vow.message()));
      } else {
        cluster.send(id, vow.to(), vow.message());
      }
    }
    if (!own.isEmpty()) {
      step(own);
    }
  }

  /** Lets so many ticks pass at once. */
  void pass(long ticks) {
    step(List.of(passing(ticks)));
  }

  Event passing(long ticks) {
    tick += ticks;
    return new Event.Tick(tick, FIRST_MILLIS + tick);
  }

  /** Loses power. Of what was not synced, so many records survive. */
  void crash(long kept) {
    isUp = false;
    List<LogRecord> unsynced = disk.unsynced();
    List<LogRecord> lost = disk.crash(kept);
    unsynced
        .subList(0, unsynced.size() - lost.size())
        .forEach(record -> cluster.agreement().onDurable(id, record));
    lost.forEach(record -> cluster.transcript().record(id, Wording.of(record) + "  (lost)"));
    handedThrough = disk.recover().chosenThrough(); // what the state machine held is gone too
  }

  /**
   * While it is down, some of what its disk holds is damaged. Returns how many records are lost.
   */
  int rot(Predicate<LogRecord> isDamaged) {
    int lost = disk.rot(isDamaged);
    handedThrough = disk.recover().chosenThrough();
    return lost;
  }

  /** Starts again with what the disk holds. */
  void restart() {
    isUp = true;
    boot++;
    tick = 0;
    clients.restart();
    disk.stall(false);
    replica = new Replica(cluster.settings().of(id, boot), disk.recover());
    handedThrough = replica.chosenThrough();
  }
}
