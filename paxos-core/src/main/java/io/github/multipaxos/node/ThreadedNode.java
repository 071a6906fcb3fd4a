package io.github.multipaxos.node;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import io.github.multipaxos.Role;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A running node: its parts, put together, and the thread each of them runs on.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
public final class ThreadedNode<C, R> implements AutoCloseable {

  private final NodeSettings<C, R> settings;
  private final FailStop failStop;
  private final Identity identity;
  private final Ticks ticks;
  private final Inbox inbox;
  private final Callers<C, R> callers;
  private final Board board;
  private final Transfer transfer = new Transfer();
  private final Announcer announcer;
  private final Applier<C, R> applier;
  private final ReadBacks readBacks;
  private final NodeThreads threads;

  /**
   * Opens the log, starts the threads and begins to listen. On an exception nothing is left
   * running.
   *
   * @throws IOException if the log cannot be opened or the node's address cannot be listened on
   */
  public static <C, R> ThreadedNode<C, R> start(NodeSettings<C, R> settings) throws IOException {
    FailStop failStop = new FailStop();
    Recovered recovered = new Recovered();
    Identity identity =
        settings.log().open(settings.cluster(), settings.self(), recovered::add, failStop::fail);
    ThreadedNode<C, R> node;
    try {
      node = new ThreadedNode<>(settings, failStop, identity, recovered);
      settings.transport().start(identity, settings.members(), node.new Ears());
    } catch (IOException | RuntimeException e) {
      settings.transport().close();
      settings.log().close();
      throw e;
    }
    node.ticks.start();
    node.threads.start();
    return node;
  }

  private ThreadedNode(
      NodeSettings<C, R> settings, FailStop failStop, Identity identity, Recovered recovered) {
    this.settings = settings;
    this.failStop = failStop;
    this.identity = identity;
    PaxosConfig config = settings.config();
    ticks = new Ticks(config.tick());
    inbox = new Inbox(config.inboxBytes(), settings.transport()::resume);
    callers = new Callers<>(settings.codec(), identity, config, ticks, inbox);
    announcer = new Announcer(settings.listener());
    board = new Board(settings.members(), settings.self(), this::happened);
    ReadablePrefix readable = new ReadablePrefix(recovered.chosenThrough());
    applier = new Applier<>(settings, identity, callers, failStop, readable);
    Replica replica = new Replica(settings.replicaConfig(identity, ticks), recovered);
    ExecutorService reader =
        Executors.newSingleThreadExecutor(task -> NodeThreads.thread(settings, "reader", task));
    readBacks = new ReadBacks(settings.log(), settings.transport(), failStop, reader, readable);
    NodeLoop loop =
        new NodeLoop(
            settings.self(),
            replica,
            settings.log(),
            settings.transport(),
            new Within(),
            inbox::put,
            readable);
    ProtocolThread protocol = new ProtocolThread(settings.self(), loop, inbox, ticks, failStop);
    threads =
        new NodeThreads(
            new NodeThreads.Parts(
                settings, failStop, callers, transfer, inbox, protocol, applier, announcer,
                reader));
  }

  private void happened(NodeEvent event) { // by the protocol thread, or one of the transport's
    announcer.announce(event);
    transfer.look(event);
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
  }

  /** What a step owes within the node. */
  private final class Within implements Downstream {
    @Override
    public void apply(Effects effects) {
      if (!effects.chosen().isEmpty() || !effects.reads().isEmpty()) {
        applier.submit(effects.chosen(), effects.reads());
      }
    }

    @Override
    public void settle(Effects effects) {
      callers.settle(effects);
    }

    @Override
    public void readBack(Effects effects) {
      effects.readBacks().forEach(readBacks::serve);
    }

    @Override
    public void observe(Replica replica, Effects effects) {
      effects.notices().forEach(announcer::announce);
      board.look(replica);
    }
  }

  /** Proposes a command; see {@code PaxosNode}. */
  public CompletableFuture<R> propose(C command, Duration timeout) {
    return callers.propose(command, timeout);
  }

  /** Runs a query; see {@code PaxosNode}. */
  public <T> CompletableFuture<T> read(
      Consistency consistency, Function<Moment, T> query, Duration timeout) {
    return callers.read(consistency, query, timeout, applier::submitLocal);
  }

  /** Hands leadership over; see {@code PaxosNode}. */
  public CompletableFuture<Void> transferLeadership(NodeId target) {
    RejectedException refusal = callers.admission().refusal();
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    Board.View view = board.view();
    if (view.role() != Role.LEADER) {
      String leader = view.leaderNode().map(it -> "node " + it).orElse("nobody");
      return CompletableFuture.failedFuture(
          new RejectedException(
              Reason.NOT_LEADING,
              "node " + identity.node() + " does not lead; " + leader + " does"));
    }
    if (settings.members().get(target).isEmpty()) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("node " + target + " is not among " + settings.members()));
    }
    if (target.equals(identity.node())) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> future = transfer.await(target, view.ballot());
    inbox.put(new Event.HandOver(target));
    return future
        .copy()
        .orTimeout(settings.config().operationTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(e -> CompletableFuture.failedFuture(notTakenOver(target, e)));
  }

  private static Throwable notTakenOver(NodeId target, Throwable cause) {
    return cause instanceof TimeoutException
        ? new RejectedException(
            Reason.DEADLINE, "node " + target + " did not take over in time; see whether it is up")
        : cause;
  }

  /** Returns how the node is doing. */
  public NodeStatus status() {
    Board.View view = board.view();
    return new NodeStatus(
        identity,
        view.role(),
        view.leaderNode(),
        view.ballot(),
        view.chosenThrough(),
        Math.min(applier.appliedThrough(), view.chosenThrough()),
        callers.admission().operations(),
        callers.admission().bytes(),
        new TreeMap<>(board.connected()),
        failStop.reason());
  }

  /**
   * Stops admitting, hands leadership over, gives what is under way the time configured to finish,
   * fails the rest and lets go of everything. Called from one of the node's own threads it only
   * begins to.
   */
  @Override
  public void close() {
    callers.admission().close("node " + identity.node() + " is closing");
    if (threads.isOwn(Thread.currentThread())) {
      threads.close();
      return;
    }
    inbox.put(new Event.HandOver(NodeId.NOBODY, board.absent()));
    long endNanos = System.nanoTime() + settings.config().closeTimeout().toNanos();
    while (!isDone() && System.nanoTime() < endNanos) {
      LockSupport.parkNanos(this, 2_000_000);
    }
    threads.close();
    threads.join();
  }

  private boolean isDone() {
    boolean isAlone = settings.members().ids().size() == 1;
    boolean hasHandedOver = isAlone || board.view().role() != Role.LEADER;
    return failStop.hasFailed() || threads.hasEnded() || (hasHandedOver && callers.isIdle());
  }
}
