package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A node that only listens: a transport that has been started, and all that its receiver was told.
 */
final class PeerProbe implements Transport.Receiver, AutoCloseable {

  /** What was received, from whom, and on which thread. */
  record Received(NodeId from, Message message, Thread thread) {}

  static final ClusterId CLUSTER = new ClusterId("conformance");

  /** How long to wait for what was said, before it is said again. */
  private static final long REPEAT_MILLIS = 50;

  private final TransportBench bench;
  private final NodeId id;
  private final Transport transport;
  private final List<Received> received = new ArrayList<>();
  private final Set<NodeId> connected = new HashSet<>();
  private final Set<NodeId> vouchers = new HashSet<>();
  private final List<String> disowners = new ArrayList<>();
  private final List<String> disconnections = new ArrayList<>();
  private final List<String> callsAfterClosing = new ArrayList<>();
  private long receivedBytes;
  private boolean keepsMessages = true;
  private boolean hasRoom = true;
  private boolean resumesItself;
  private boolean closed;

  private PeerProbe(TransportBench bench, int id) throws Exception {
    this.bench = bench;
    this.id = NodeId.of(id);
    this.transport = bench.newTransport();
  }

  /** Starts the transport of member {@code id}. */
  static PeerProbe start(TransportBench bench, Members members, int id) throws Exception {
    return start(bench, members, id, CLUSTER);
  }

  static PeerProbe start(TransportBench bench, Members members, int id, ClusterId cluster)
      throws Exception {
    long now = System.nanoTime();
    Identity self = new Identity(cluster, NodeId.of(id), 1_000L + id, Boots.latest(now, now));
    return start(bench, members, self, new MemoryPeers());
  }

  static PeerProbe start(TransportBench bench, Members members, Identity self, PeerMemory memory)
      throws Exception {
    PeerProbe probe = new PeerProbe(bench, self.node().value());
    try {
      probe.transport.start(self, members, memory, probe);
    } catch (Exception | Error e) {
      probe.close();
      throw e;
    }
    return probe;
  }

  NodeId id() {
    return id;
  }

  Transport transport() {
    return transport;
  }

  /** Forgets messages as they come, and only counts their bytes. */
  synchronized PeerProbe forgetful() {
    keepsMessages = false;
    return this;
  }

  synchronized void makeRoom(boolean hasRoom) {
    this.hasRoom = hasRoom;
  }

  /** From now on has no room, but says that it has before it says that it has not. */
  synchronized void resumeBeforeAnswering() {
    hasRoom = false;
    resumesItself = true;
  }

  @Override
  public boolean receive(NodeId from, Message message) {
    boolean resumes;
    synchronized (this) {
      noteCall("received " + message.getClass().getSimpleName());
      receivedBytes += message.bytes();
      if (keepsMessages) {
        received.add(new Received(from, message, Thread.currentThread()));
      }
      notifyAll();
      resumes = resumesItself;
    }
    if (resumes) {
      transport.resume();
    }
    synchronized (this) {
      return hasRoom;
    }
  }

  @Override
  public synchronized void connected(NodeId peer) {
    noteCall("connected");
    connected.add(peer);
    notifyAll();
  }

  @Override
  public synchronized void disconnected(NodeId peer, String reason) {
    noteCall("disconnected");
    connected.remove(peer);
    disconnections.add(peer + ": " + reason);
    notifyAll();
  }

  @Override
  public synchronized void vouched(NodeId peer) {
    noteCall("vouched for");
    vouchers.add(peer);
    notifyAll();
  }

  @Override
  public synchronized void disowned(NodeId peer, String sentence) {
    noteCall("disowned");
    disowners.add(peer + ": " + sentence);
    notifyAll();
  }

  private void noteCall(String what) {
    if (closed) {
      callsAfterClosing.add(what);
    }
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  synchronized boolean hasReceived(NodeId from, Message message) {
    return received.stream()
        .anyMatch(each -> each.from().equals(from) && each.message().equals(message));
  }

  synchronized long receivedBytes() {
    return receivedBytes;
  }

  synchronized boolean isConnectedTo(PeerProbe peer) {
    return connected.contains(peer.id);
  }

  synchronized boolean isVouchedForBy(PeerProbe peer) {
    return vouchers.contains(peer.id);
  }

  /** Returns who has refused this node for good and why, as {@code id: sentence}. */
  synchronized List<String> disowners() {
    return List.copyOf(disowners);
  }

  /** Returns who was said to be disconnected and why, as {@code id: reason}. */
  synchronized List<String> disconnections() {
    return List.copyOf(disconnections);
  }

  synchronized List<String> callsAfterClosing() {
    return List.copyOf(callsAfterClosing);
  }

  /** Says something, once. */
  void say(NodeId to, Message message) {
    transport.send(to, message);
    transport.flush();
  }

  /** Says something again and again, as it may be lost, until {@code peer} has received it. */
  void insist(PeerProbe peer, Message message) throws InterruptedException {
    peer.await(
        () -> say(peer.id, message),
        () -> peer.hasReceived(id, message),
        "node " + peer.id + " receives " + message.getClass().getSimpleName() + " from " + id);
  }

  /** Waits until each says that it can talk to the other. */
  void awaitConnection(PeerProbe peer) throws InterruptedException {
    await(() -> isConnectedTo(peer), "node " + id + " is connected to node " + peer.id);
    peer.await(() -> peer.isConnectedTo(this), "node " + peer.id + " is connected to node " + id);
  }

  void await(BooleanSupplier condition, String what) throws InterruptedException {
    await(() -> {}, condition, what);
  }

  /**
   * Does something again and again until the condition holds; it is looked at when this node hears.
   */
  void await(Runnable repeated, BooleanSupplier condition, String what)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + bench.patience().toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < deadlineNanos,
          () -> "waited " + bench.patience() + " in vain until " + what);
      repeated.run();
      pause(condition, REPEAT_MILLIS);
    }
  }

  /** Waits a while, and no longer than until the condition holds. */
  synchronized void pause(BooleanSupplier condition, long millis) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + millis * 1_000_000;
    long leftNanos = deadlineNanos - System.nanoTime();
    while (leftNanos > 0 && !condition.getAsBoolean()) {
      wait(leftNanos / 1_000_000 + 1);
      leftNanos = deadlineNanos - System.nanoTime();
    }
  }

  /** As {@link #close}, where that is not for tidiness but what is checked. */
  void closeNow() {
    boolean first;
    synchronized (this) {
      first = !closed;
    }
    if (first) {
      assertTimeoutPreemptively(bench.patience(), transport::close, "closing does not end");
      synchronized (this) {
        closed = true;
      }
    }
  }

  @Override
  public void close() {
    closeNow();
  }
}
