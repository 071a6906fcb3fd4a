package io.github.multipaxos.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.SnapshotTask;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a node is made of, put together; nothing runs yet. Threads give it life, or a simulator
 * does.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
final class NodeParts<C, R> {

  private final NodeSettings<C, R> settings;
  private final FailStop failStop;
  private final Identity identity;
  private final Outside outside;
  private final Ticks ticks;
  private final Inbox inbox;
  private final Callers<C, R> callers;
  private final Board board;
  private final Snapshots snapshots;
  private final Vouching vouching;
  private final Applier<C, R> applier;
  private final Applying applying;
  private final Compaction compaction;
  private final ReadBacks readBacks;
  private final ProtocolThread protocol;

  /**
   * What is not the same for every kind of node.
   *
   * @param reader runs what waits for the disk and answers peers
   * @param writer writes snapshots, which takes long
   * @param events is told, by several threads, what happens to the node
   * @param observer looks at each step, on the protocol thread
   * @param isThreaded whether there is an apply thread; otherwise somebody looks now and then
   */
  record Outside(
      Executor reader,
      Executor writer,
      Consumer<NodeEvent> events,
      BiConsumer<Replica, Effects> observer,
      boolean isThreaded) {}

  /**
   * Opens the log, puts the parts together and begins to listen. On an exception nothing is left
   * open.
   *
   * @throws IOException if the log cannot be opened or the node's address cannot be listened on
   */
  static <C, R> NodeParts<C, R> open(NodeSettings<C, R> settings, Outside outside)
      throws IOException {
    FailStop failStop = new FailStop();
    LogAlarm alarm = new LogAlarm(failStop);
    Recovered recovered = new Recovered();
    Identity identity =
        settings.log().open(settings.cluster(), settings.self(), recovered::add, alarm);
    try {
      if (settings
          .log()
          .peers()
          .isDisowned()) { // trying again must not let its boot count catch up
        throw new IOException(
            "the data directory of node "
                + settings.self()
                + " was refused for good by a peer that remembers more than is in it; give the node"
                + " its own latest directory back, or replace it by a member with a new id");
      }
      Vouching vouching = new Vouching(identity, settings.members(), settings.log().peers());
      if (!vouching.isAdmitted()) {
        recovered.awaitAdmission();
      }
      NodeParts<C, R> parts =
          new NodeParts<>(settings, failStop, identity, recovered, vouching, outside);
      alarm.tell(parts::onShortOfSpace);
      settings
          .transport()
          .start(identity, settings.members(), settings.log().peers(), parts.new Ears());
      return parts;
    } catch (IOException | RuntimeException e) {
      settings.transport().close();
      settings.log().close();
      throw e;
    }
  }

  private NodeParts(
      NodeSettings<C, R> settings,
      FailStop failStop,
      Identity identity,
      Recovered recovered,
      Vouching vouching,
      Outside outside)
      throws IOException {
    this.settings = settings;
    this.failStop = failStop;
    this.identity = identity;
    this.vouching = vouching;
    this.outside = outside;
    ticks = new Ticks(settings.config().tick(), settings.time());
    inbox = new Inbox(settings.config().inboxBytes(), settings.transport()::resume);
    callers = new Callers<>(settings.codec(), identity, settings.config(), ticks, inbox);
    board = new Board(settings.members(), settings.self(), outside.events());
    snapshots =
        new Snapshots(
            settings.log().snapshots(),
            settings.transport(),
            settings.config().batchBytes(),
            ticks,
            outside.reader(),
            outside.writer(),
            inbox::put);
    ReplicatedState<C, R> state = restore(settings, recovered);
    ReadablePrefix readable = new ReadablePrefix(recovered.chosenThrough());
    applier = new Applier<>(settings, identity, callers, state, readable, snapshots, inbox::put);
    applying = new Applying(applier, failStop, settings.config().applyApart(), settings.time());
    compaction = new Compaction(settings.log(), failStop, outside.reader());
    readBacks = new ReadBacks(settings.log(), settings.transport(), outside.reader(), readable);
    NodeLoop loop =
        new NodeLoop(
            settings.self(),
            new Replica(settings.replicaConfig(identity, ticks), recovered),
            settings.log(),
            settings.transport(),
            new Within(),
            inbox::put,
            readable);
    protocol = new ProtocolThread(settings.self(), loop, inbox, ticks, failStop);
    inbox.wakes(protocol::wake);
  }

  private ReplicatedState<C, R> restore(NodeSettings<C, R> settings, Recovered recovered)
      throws IOException {
    ReplicatedState<C, R> state = new ReplicatedState<>(settings);
    try {
      snapshots.restoreNewest(state);
    } catch (StateMachineFailure e) {
      throw new IOException(e.getMessage(), e);
    }
    recovered.restored(state.slot());
    return state;
  }

  /** What comes from the network. */
  private final class Ears implements Transport.Receiver {
    @Override
    public boolean receive(NodeId from, Message message) {
      return inbox.putReceived(from, message);
    }

    @Override
    public void connected(NodeId peer) {
      board.connected(peer);
    }

    @Override
    public void disconnected(NodeId peer, String reason) {
      board.disconnected(peer, reason);
    }

    @Override
    public void vouched(NodeId peer) {
      vouching.vouched(peer, () -> inbox.put(new Event.Admitted()));
    }

    @Override
    public void disowned(NodeId peer, String sentence) {
      settings.log().peers().disown();
      failStop.fail("node " + peer + " refuses this node for good: " + sentence);
    }
  }

  /** What a step owes within the node. */
  private final class Within implements Downstream {
    @Override
    public void apply(Effects effects) {
      if (!effects.chosen().isEmpty()
          || !effects.reads().isEmpty()
          || !effects.leasedReads().isEmpty()) {
        applier.submit(effects.chosen(), effects.reads(), effects.leasedReads());
        if (outside.isThreaded()) {
          applying.goOn();
        }
      }
    }

    @Override
    public void settle(Effects effects) {
      callers.settle(effects);
    }

    @Override
    public void perform(List<SnapshotTask> tasks) {
      for (SnapshotTask task : tasks) {
        if (task instanceof SnapshotTask.Install install) {
          applier.install(install.snapshot());
        } else if (task instanceof SnapshotTask.Resume resume) {
          applier.resume(resume.throughSlot());
        } else if (task instanceof SnapshotTask.Compact compact) {
          compaction.compact(compact.throughSlot());
        } else {
          snapshots.perform(task);
        }
      }
    }

    @Override
    public void readBack(Effects effects) {
      effects.readBacks().forEach(readBacks::serve);
    }

    @Override
    public void observe(Replica replica, Effects effects) {
      outside.observer().accept(replica, effects);
      board.look(replica);
    }
  }

  NodeSettings<C, R> settings() {
    return settings;
  }

  FailStop failStop() {
    return failStop;
  }

  Identity identity() {
    return identity;
  }

  Ticks ticks() {
    return ticks;
  }

  Inbox inbox() {
    return inbox;
  }

  Callers<C, R> callers() {
    return callers;
  }

  Board board() {
    return board;
  }

  Applier<C, R> applier() {
    return applier;
  }

  Applying applying() {
    return applying;
  }

  ProtocolThread protocol() {
    return protocol;
  }

  /** Rule E6. */
  private void onShortOfSpace(String reason) {
    callers.admission().closeForCommands(reason);
    inbox.put(new Event.HandOver(NodeId.NOBODY, board.absent()));
  }

  /** Returns how the node is doing. Called by any thread. */
  NodeStatus status() {
    Board.View view = board.view();
    return new NodeStatus(
        identity,
        view.role(),
        view.leaderNode(),
        view.ballot(),
        view.chosenThrough(),
        Math.min(applier.appliedThrough(), view.chosenThrough()),
        snapshots.newest().slot(),
        view.transfer(),
        callers.admission().operations(),
        callers.admission().bytes(),
        new TreeMap<>(board.connected()),
        vouching.awaited(),
        failStop.reason());
  }
}
