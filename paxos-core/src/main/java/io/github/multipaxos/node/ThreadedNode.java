package io.github.multipaxos.node;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.RejectedException;
import io.github.multipaxos.RejectedException.Reason;
import io.github.multipaxos.Role;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.io.IOException;
import java.time.Duration;
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

  private final NodeParts<C, R> parts;
  private final Transfer transfer;
  private final NodeThreads threads;

  /**
   * Opens the log, starts the threads and begins to listen. On an exception nothing is left
   * running.
   *
   * @throws IOException if the log cannot be opened or the node's address cannot be listened on
   */
  public static <C, R> ThreadedNode<C, R> start(NodeSettings<C, R> settings) throws IOException {
    ExecutorService reader =
        Executors.newSingleThreadExecutor(task -> NodeThreads.thread(settings, "reader", task));
    ExecutorService writer =
        Executors.newSingleThreadExecutor(task -> NodeThreads.thread(settings, "snapshots", task));
    Announcer announcer = new Announcer(settings.listener());
    Transfer transfer = new Transfer();
    NodeParts.Outside outside =
        new NodeParts.Outside(
            reader,
            writer,
            event -> { // by the protocol thread, or one of the transport's
              announcer.announce(event);
              transfer.look(event);
            },
            (replica, effects) -> effects.notices().forEach(announcer::announce),
            true);
    NodeParts<C, R> parts = NodeParts.open(settings, outside);
    NodeThreads threads =
        new NodeThreads(new NodeThreads.Parts(parts, transfer, announcer, reader, writer));
    parts.ticks().start();
    threads.start();
    return new ThreadedNode<>(parts, transfer, threads);
  }

  private ThreadedNode(NodeParts<C, R> parts, Transfer transfer, NodeThreads threads) {
    this.parts = parts;
    this.transfer = transfer;
    this.threads = threads;
  }

  /** Proposes a command; see {@code PaxosNode}. */
  public CompletableFuture<R> propose(C command, Duration timeout) {
    return parts.callers().propose(command, timeout);
  }

  /** Runs a query; see {@code PaxosNode}. */
  public <T> CompletableFuture<T> read(
      Consistency consistency, Function<Moment, T> query, Duration timeout) {
    return parts.callers().read(consistency, query, timeout, parts.applier()::submitLocal);
  }

  /** Hands leadership over; see {@code PaxosNode}. */
  public CompletableFuture<Void> transferLeadership(NodeId target) {
    RejectedException refusal = parts.callers().admission().refusal();
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    Board.View view = parts.board().view();
    if (view.role() != Role.LEADER) {
      String leader = view.leaderNode().map(it -> "node " + it).orElse("nobody");
      return CompletableFuture.failedFuture(
          new RejectedException(
              Reason.NOT_LEADING,
              "node " + parts.identity().node() + " does not lead; " + leader + " does"));
    }
    if (parts.settings().members().get(target).isEmpty()) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(
              "node " + target + " is not among " + parts.settings().members()));
    }
    if (target.equals(parts.identity().node())) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> future = transfer.await(target, view.ballot());
    parts.inbox().put(new Event.HandOver(target));
    return future
        .copy()
        .orTimeout(parts.settings().config().operationTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(e -> CompletableFuture.failedFuture(notTakenOver(target, e)));
  }

  private static Throwable notTakenOver(NodeId target, Throwable cause) {
    return cause instanceof TimeoutException
        ? new RejectedException(
            Reason.DEADLINE, "node " + target + " did not take over in time; see whether it is up")
        : cause;
  }

  /** Takes a snapshot; see {@code PaxosNode}. */
  public CompletableFuture<Long> snapshot() {
    RejectedException refusal = parts.callers().admission().refusal();
    return refusal == null
        ? parts.applier().takeSnapshot()
        : CompletableFuture.failedFuture(refusal);
  }

  /** Returns how the node is doing. */
  public NodeStatus status() {
    return parts.status();
  }

  /**
   * Stops admitting, hands leadership over, gives what is under way the time configured to finish,
   * fails the rest and lets go of everything. Called from one of the node's own threads it only
   * begins to.
   */
  @Override
  public void close() {
    parts.callers().admission().close("node " + parts.identity().node() + " is closing");
    if (threads.isOwn(Thread.currentThread())) {
      threads.close();
      return;
    }
    parts.inbox().put(new Event.HandOver(NodeId.NOBODY, parts.board().absent()));
    long endNanos = System.nanoTime() + parts.settings().config().closeTimeout().toNanos();
    while (!isDone() && System.nanoTime() < endNanos) {
      LockSupport.parkNanos(this, 2_000_000);
    }
    threads.close();
    threads.join();
  }

  private boolean isDone() {
    boolean isAlone = parts.settings().members().ids().size() == 1;
    boolean hasHandedOver = isAlone || parts.board().view().role() != Role.LEADER;
    return parts.failStop().hasFailed()
        || threads.hasEnded()
        || (hasHandedOver && parts.callers().isIdle());
  }
}
