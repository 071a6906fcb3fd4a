package io.github.multipaxos.node;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.Moment;
import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.Replica;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A node without threads, for simulators: the parts of a {@link ThreadedNode}, each of which does
 * its next piece of work when told to. All methods are called by one thread.
 *
 * <p>What a {@link ThreadedNode} would stop for though no disk and no state machine has failed, its
 * methods throw: a simulator wants to know.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
public final class SteppedNode<C, R> {

  private final NodeParts<C, R> parts;

  private SteppedNode(NodeParts<C, R> parts) {
    this.parts = parts;
  }

  /**
   * Opens the log and begins to listen.
   *
   * @param reader runs what a {@link ThreadedNode} has its reader thread for
   * @param observer looks at the replica, and at what it owed, after each step
   * @throws IOException if the log cannot be opened or the node's address cannot be listened on
   */
  public static <C, R> SteppedNode<C, R> start(
      NodeSettings<C, R> settings, Executor reader, BiConsumer<Replica, Effects> observer)
      throws IOException {
    NodeParts<C, R> parts =
        NodeParts.open(
            settings,
            new NodeParts.Outside(reader, reader, settings.listener()::happened, observer, false));
    parts.ticks().start();
    return new SteppedNode<>(parts);
  }

  /** Proposes a command, as {@code PaxosNode} does. */
  public CompletableFuture<R> propose(C command, Duration timeout) {
    return parts.callers().propose(command, timeout);
  }

  /** Runs a query, as {@code PaxosNode} does. */
  public <T> CompletableFuture<T> read(
      Consistency consistency, Function<Moment, T> query, Duration timeout) {
    return parts.callers().read(consistency, query, timeout, parts.applier()::submitLocal);
  }

  /** Asks the node to hand leadership over, if it leads; {@link NodeId#NOBODY} for whoever fits. */
  public void handOver(NodeId target) {
    parts.inbox().put(new Event.HandOver(target, parts.board().absent()));
  }

  /** Asks for a snapshot, as {@code PaxosNode} does. */
  public CompletableFuture<Long> snapshot() {
    return parts.applier().takeSnapshot();
  }

  /** Tells whether {@link #turn} has more to take than the time. */
  public boolean hasEvents() {
    return !parts.inbox().isEmpty();
  }

  /** One turn of the protocol thread: the time, and what waits in the inbox. */
  public void turn() {
    parts.protocol().turn();
  }

  /** One turn of the apply thread. Returns false if there was nothing that could be done. */
  public boolean apply() {
    try {
      return parts.applier().turn();
    } catch (StateMachineFailure e) {
      parts.failStop().fail(e.getMessage(), e.getCause());
    } catch (IOException e) {
      parts.failStop().fail("cannot apply from the log: " + e.getMessage(), e);
    }
    return false;
  }

  /** Tells whether everything chosen, as far as this node knows, is applied. */
  public boolean isUpToDate() {
    return parts.applier().isUpToDate();
  }

  /** One look of the watch thread at the deadlines. */
  public void watch() {
    parts.callers().failOverdue();
  }

  /** Returns when the next tick is due, in nanoseconds of the node's own clock from now. */
  public long nanosUntilNextTick() {
    return parts.ticks().nanosUntilNext();
  }

  /** Returns how long it is until that tick begins, in nanoseconds of the node's own clock. */
  public long nanosUntil(long tick) {
    return parts.ticks().nanosUntil(tick);
  }

  /** Returns who the node is, in this life. */
  public Identity identity() {
    return parts.identity();
  }

  /** Returns how the node is doing. */
  public NodeStatus status() {
    return parts.status();
  }

  /** Returns why the node has failed and must be stopped, if it has. */
  public Optional<String> failure() {
    return parts.failStop().reason();
  }

  /** The process dies: callers hear that nothing more will be answered. Nothing is closed. */
  public void die(String why) {
    parts.callers().failAll(why);
  }
}
