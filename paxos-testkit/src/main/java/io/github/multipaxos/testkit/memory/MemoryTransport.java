package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node's end of a {@link MemoryNetwork}. */
final class MemoryTransport implements Transport {

  private final MemoryNetwork network;
  private final Inbox inbox;
  private final long budgetBytes;
  private final boolean stepped;
  private final Set<MemoryTransport> linked = new HashSet<>(); // guarded by the network
  private final Deque<Envelope<Message>> outbox = new ArrayDeque<>();
  private long outboxBytes;
  private @Nullable Identity self;
  private @Nullable Members members;
  private @Nullable PeerMemory peers;
  private @Nullable Receiver receiver;
  private volatile @Nullable Thread thread;

  MemoryTransport(MemoryNetwork network, Inbox inbox, long budgetBytes, boolean stepped) {
    this.network = network;
    this.inbox = inbox;
    this.budgetBytes = budgetBytes;
    this.stepped = stepped;
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
      throws IOException {
    this.self = self;
    this.members = members;
    this.peers = peers;
    this.receiver = receiver;
    network.join(this);
    if (!stepped) {
      thread = new Thread(() -> inbox.deliverTo(receiver), "paxos-memory-network-" + self.node());
      thread.setDaemon(true);
      thread.start();
    }
  }

  Identity self() {
    return Objects.requireNonNull(self, "the transport is not started");
  }

  Members members() {
    return Objects.requireNonNull(members);
  }

  PeerMemory peers() {
    return Objects.requireNonNull(peers);
  }

  /** Returns those that messages are exchanged with. To be used under the network's lock only. */
  Set<MemoryTransport> linked() {
    return linked;
  }

  Inbox inbox() {
    return inbox;
  }

  boolean deliverNext() {
    return inbox.deliverNextTo(Objects.requireNonNull(receiver));
  }

  @Override
  public void send(NodeId to, Message message) {
    synchronized (outbox) {
      if (outboxBytes + message.bytes() <= budgetBytes) {
        outbox.add(new Envelope<>(to, message));
        outboxBytes += message.bytes();
      }
    }
  }

  @Override
  public void flush() {
    synchronized (outbox) { // held throughout, so that two flushing threads keep the order
      for (Envelope<Message> envelope : outbox) {
        network.carry(this, envelope.to(), envelope.message());
      }
      outbox.clear();
      outboxBytes = 0;
    }
  }

  @Override
  public void resume() {
    inbox.resume();
  }

  @Override
  public void close() {
    if (self != null) {
      network.leave(this);
    }
    inbox.close();
    awaitEnd();
  }

  private void awaitEnd() {
    Thread delivering = thread;
    boolean interrupted = false;
    while (delivering != null && delivering != Thread.currentThread() && delivering.isAlive()) {
      try {
        delivering.join();
      } catch (InterruptedException e) {
        interrupted = true; // nothing may be received after close returns
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
