package io.github.multipaxos.transport.netty;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A transport and a receiver that remembers what it was given. */
final class TestNode implements Transport.Receiver, AutoCloseable {

  /** What was received, and from whom. */
  record Received(NodeId from, Message message) {}

  static final String CLUSTER = "orders";

  private static final AtomicLong PROCESSES = new AtomicLong();

  private final NettyTransport transport;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Set<NodeId> connected = new ConcurrentSkipListSet<>();
  private final Set<NodeId> vouchers = new ConcurrentSkipListSet<>();
  private final Queue<String> disowners = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicBoolean resumes = new AtomicBoolean();
  private final AtomicReference<RuntimeException> failures = new AtomicReference<>();

  private TestNode(NettyTransport transport) {
    this.transport = transport;
  }

  static TestNode start(Members members, NettyOptions options, Identity self) throws IOException {
    return start(members, options, self, new TestMemory());
  }

  static TestNode start(Members members, NettyOptions options, Identity self, TestMemory memory)
      throws IOException {
    TestNode node = new TestNode(NettyTransport.create(options));
    node.transport.start(self, members, memory, node);
    return node;
  }

  static TestNode start(Members members, NettyOptions options, int id, long boot)
      throws IOException {
    return start(members, options, identity(id, 10L * id, boot));
  }

  /** Returns that of a process of its own, which knows of no earlier boots. */
  static Identity identity(int id, long incarnation, long boot) {
    return identity(id, incarnation, Boots.latest(boot, PROCESSES.incrementAndGet()));
  }

  static Identity identity(int id, long incarnation, Boots boots) {
    return new Identity(new ClusterId(CLUSTER), NodeId.of(id), incarnation, boots);
  }

  NettyTransport transport() {
    return transport;
  }

  void send(int to, Message message) {
    transport.send(NodeId.of(to), message);
  }

  void sendNow(int to, Message message) {
    send(to, message);
    transport.flush();
  }

  boolean isConnected(int peer) {
    return connected.contains(NodeId.of(peer));
  }

  List<Message> receivedFrom(int peer) {
    return received.stream()
        .filter(r -> r.from().equals(NodeId.of(peer)))
        .map(Received::message)
        .toList();
  }

  int receivedCount() {
    return received.size();
  }

  /** Makes the receiver say that it has no room, or that it has again. */
  void full(boolean isFull) {
    full.set(isFull);
  }

  /** Makes the receiver find room again just before it has said that it has none. */
  void resumeBeforeFull() {
    resumes.set(true);
  }

  /** Makes the receiver throw at the next message. */
  void failOnce(RuntimeException failure) {
    failures.set(failure);
  }

  @Override
  public boolean receive(NodeId from, Message message) {
    RuntimeException failure = failures.getAndSet(null);
    if (failure != null) {
      throw failure;
    }
    received.add(new Received(from, message));
    if (resumes.get()) {
      transport.resume();
      return false;
    }
    return !full.get();
  }

  @Override
  public void connected(NodeId peer) {
    if (!vouchers.contains(peer)) {
      throw new IllegalStateException(peer + " connects, and has not vouched");
    }
    if (!connected.add(peer)) {
      throw new IllegalStateException(peer + " connects twice");
    }
  }

  @Override
  public void disconnected(NodeId peer, String reason) {
    if (!connected.remove(peer)) {
      throw new IllegalStateException(peer + " disconnects, but was not connected");
    }
  }

  @Override
  public void vouched(NodeId peer) {
    vouchers.add(peer);
  }

  @Override
  public void disowned(NodeId peer, String sentence) {
    disowners.add(peer + ": " + sentence);
  }

  boolean isVouchedForBy(int peer) {
    return vouchers.contains(NodeId.of(peer));
  }

  /** Returns who has refused this node for good and why, as {@code id: sentence}. */
  List<String> disowners() {
    return List.copyOf(disowners);
  }

  @Override
  public void close() {
    transport.close();
  }
}
