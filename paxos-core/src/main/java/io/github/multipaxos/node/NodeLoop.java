package io.github.multipaxos.node;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.SnapshotTask;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import java.util.List;
import java.util.function.Consumer;

/**
 * The order in which effects happen, and the whole of it. Knows no threads: the node calls {@link
 * #turn} from its protocol thread, a simulator from wherever it likes.
 */
final class NodeLoop {

  private final NodeId self;
  private final Replica replica;
  private final DurableLog log;
  private final Transport transport;
  private final Downstream downstream;
  private final Consumer<Event> inbox;
  private final ReadablePrefix readable;
  private final Announcements announcements;
  private long chosenThrough;
  private long tick;

  NodeLoop(
      NodeId self,
      Replica replica,
      DurableLog log,
      Transport transport,
      Downstream downstream,
      Consumer<Event> inbox,
      ReadablePrefix readable) {
    this.self = self;
    this.replica = replica;
    this.log = log;
    this.transport = transport;
    this.downstream = downstream;
    this.inbox = inbox;
    this.readable = readable;
    this.announcements = new Announcements(self);
    this.chosenThrough = readable.throughSlot();
  }

  /** One turn: these events in, everything owed out. */
  void turn(List<Event> events) {
    Effects effects = replica.step(events);
    send(announcements.pass(effects, tick(events)));
    boolean isAwaitedByPeers = isAwaitedByPeers(effects.vows());
    if (isAwaitedByPeers) {
      remember(effects);
    }
    downstream.perform(withoutCompaction(effects.snapshotTasks()));
    downstream.apply(effects);
    downstream.settle(effects);
    downstream.readBack(effects);
    if (!isAwaitedByPeers) {
      remember(effects); // it may wait for the disk, and clients have waited already
    }
    downstream.observe(replica, effects);
  }

  private boolean isAwaitedByPeers(List<Envelope<Vow>> vows) {
    for (Envelope<Vow> vow : vows) {
      if (!vow.to().equals(self)) {
        return true;
      }
    }
    return false;
  }

  /** A turn begins with the time, but for the last one of all. */
  private long tick(List<Event> events) {
    if (!events.isEmpty() && events.get(0) instanceof Event.Tick now) {
      tick = now.tick();
    }
    return tick;
  }

  /** Rules D1 and D4. What must wait for the disk waits for exactly what was recorded before it. */
  private void remember(Effects effects) {
    long prefix = replica.chosenThrough();
    boolean isPrefixLonger = prefix > chosenThrough;
    if (isPrefixLonger || !effects.records().isEmpty() || !effects.vows().isEmpty()) {
      chosenThrough = prefix;
      log.appendNow(
          effects.records(),
          () -> {
            readable.onDurable(prefix);
            speak(effects.vows());
            downstream.perform(compaction(effects.snapshotTasks()));
          });
    }
  }

  private static List<SnapshotTask> withoutCompaction(List<SnapshotTask> tasks) {
    if (tasks.isEmpty()) {
      return tasks;
    }
    return tasks.stream().filter(task -> !(task instanceof SnapshotTask.Compact)).toList();
  }

  /** Rule L8. The log lets go of records only when those that replace them are durable. */
  private static List<SnapshotTask> compaction(List<SnapshotTask> tasks) {
    if (tasks.isEmpty()) {
      return tasks;
    }
    return tasks.stream().filter(task -> task instanceof SnapshotTask.Compact).toList();
  }

  private void send(List<Envelope<Message>> messages) {
    if (!messages.isEmpty()) {
      messages.forEach(envelope -> transport.send(envelope.to(), envelope.message()));
      transport.flush();
    }
  }

  /** The records made with these vows are durable, and so is all that was recorded before. */
  private void speak(List<Envelope<Vow>> vows) {
    boolean isHeardByPeers = false;
    for (Envelope<Vow> vow : vows) {
      if (vow.to().equals(self)) {
        inbox.accept(new Event.Received(self, vow.message()));
      } else {
        transport.send(vow.to(), vow.message());
        isHeardByPeers = true;
      }
    }
    if (isHeardByPeers) {
      transport.flush();
    }
  }
}
