package io.github.multipaxos.testkit.node;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Consistency;
import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.NodeListener;
import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.Role;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One member's place in a {@link Cluster}: its disk, which outlives restarts, and the node that
 * runs there, if one does.
 *
 * @param <M> the state machine
 */
final class Seat<M extends StateMachine<String, String>> {

  private static final AtomicLong WRITES = new AtomicLong();

  private final NodeId id;
  private final Cluster<M> cluster;
  private final Function<NodeId, M> machines;
  private final MemoryDisk disk = new MemoryDisk();
  private final Sightings<NodeEvent> events = new Sightings<>();
  private final PaxosConfig.Builder config;
  private UnaryOperator<DurableLog> log = plain -> plain;
  private UnaryOperator<Transport> transport = plain -> plain;
  private Codec<String> codec = Codec.strings();
  private NodeListener listener = event -> {};
  private volatile @Nullable M machine;
  private volatile @Nullable PaxosNode<String, String> node;

  Seat(NodeId id, Cluster<M> cluster, Function<NodeId, M> machines, PaxosConfig.Builder config) {
    this.id = id;
    this.cluster = cluster;
    this.machines = machines;
    this.config = config;
  }

  // Before the start

  Seat<M> config(Consumer<PaxosConfig.Builder> change) {
    change.accept(config);
    return this;
  }

  Seat<M> log(UnaryOperator<DurableLog> around) {
    log = around;
    return this;
  }

  Seat<M> transport(UnaryOperator<Transport> around) {
    transport = around;
    return this;
  }

  Seat<M> codec(Codec<String> codec) {
    this.codec = codec;
    return this;
  }

  /** Calls this too, after the event was written down. */
  Seat<M> listener(NodeListener listener) {
    this.listener = listener;
    return this;
  }

  // Its life

  void start() {
    M fresh = machines.apply(id);
    try {
      node =
          PaxosNode.builder(fresh, codec)
              .self(id.value())
              .cluster(cluster.name())
              .members(cluster.members())
              .log(log.apply(MemoryLog.threaded(disk)))
              .transport(transport.apply(cluster.network().newTransport()))
              .config(config.build())
              .listener(this::happened)
              .start();
      machine = fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void happened(NodeEvent event) {
    events.add(event);
    cluster.happened(event);
    listener.happened(event);
  }

  /** The process and the machine it runs on are gone: nothing more is said, nothing more kept. */
  void losePower() {
    cluster.isolate(id);
    disk.cutPower();
    node().close();
    node = null;
  }

  void close() {
    node().close();
    node = null;
  }

  /** Starts the node again, on what its disk has kept. */
  void restart() {
    cluster.network().healAll();
    start();
  }

  // What there is to see

  NodeId id() {
    return id;
  }

  boolean isUp() {
    return node != null;
  }

  PaxosNode<String, String> node() {
    return Objects.requireNonNull(node, () -> "node " + id + " is not up");
  }

  M machine() {
    return Objects.requireNonNull(machine, () -> "node " + id + " was never up");
  }

  MemoryDisk disk() {
    return disk;
  }

  Sightings<NodeEvent> events() {
    return events;
  }

  boolean leads() {
    return isUp() && node().status().role() == Role.LEADER;
  }

  /** Waits for the last event there is, and returns why the node stopped. */
  String awaitFailure() {
    events.awaitOne("node " + id + " to stop", event -> event instanceof NodeEvent.Stopped);
    List<NodeEvent> all = events.all();
    return ((NodeEvent.Stopped) all.get(all.size() - 1)).failure().orElseThrow();
  }

  // What clients do

  CompletableFuture<String> propose(String command) {
    return node().propose(command);
  }

  CompletableFuture<String> propose(String command, Duration timeout) {
    return node().propose(command, timeout);
  }

  <T> CompletableFuture<T> read(Function<M, T> query) {
    M asked = machine();
    return node().read(Consistency.LINEARIZABLE, () -> query.apply(asked));
  }

  <T> CompletableFuture<T> readLocally(Function<M, T> query) {
    M asked = machine();
    return node().read(Consistency.LOCAL, () -> query.apply(asked));
  }

  /** Writes something new, as often as it takes for one of them to succeed; returns that one. */
  String write() {
    for (; ; ) {
      String command = "write-" + WRITES.incrementAndGet();
      if (Answer.of(propose(command, Duration.ofSeconds(5))).isDone()) {
        return command;
      }
    }
  }
}
