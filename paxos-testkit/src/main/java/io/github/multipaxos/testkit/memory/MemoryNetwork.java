package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages between nodes that live in one process, and loses those that a test wants lost.
 *
 * <p>{@linkplain #threaded Threaded}, each transport delivers on a thread of its own. {@linkplain
 * #stepped Stepped}, nothing arrives before the test calls {@link #deliverNext} or {@link
 * #deliverAll}, and then on the thread that does; only in this do its transports depart from the
 * interface.
 *
 * <p>Messages leave a node at its {@link Transport#flush}, never before, so that a forgotten flush
 * shows. What leaves arrives once and in order, unless it is lost. A cut link loses what is sent
 * over it without telling anybody; {@code connected} and {@code disconnected} tell of transports
 * started and closed. Nodes meet when the later one starts, cut links or not, and remember each
 * other as the interface demands.
 *
 * <p>Each node holds at most {@code budgetBytes} of messages that have not left and as many that
 * have not been received; what exceeds them is lost. Safe for several threads.
 */
public final class MemoryNetwork {

  /**
   * A message on its way.
   *
   * @param from the sender
   * @param to the receiver
   * @param message what is said
   */
  public record Passage(NodeId from, NodeId to, Message message) {}

  private record Link(NodeId from, NodeId to) {}

  private static final long DEFAULT_BUDGET_BYTES = 64L << 20;

  private final boolean stepped;
  private final long budgetBytes;
  private final SortedMap<NodeId, MemoryTransport> started = new TreeMap<>();
  private final Set<Link> cuts = new HashSet<>();
  private Predicate<Passage> losing = passage -> false;

  private MemoryNetwork(boolean stepped, long budgetBytes) {
    this.stepped = stepped;
    this.budgetBytes = budgetBytes;
  }

  /** Returns a network that delivers by itself, with a budget of 64 MiB. */
  public static MemoryNetwork threaded() {
    return threaded(DEFAULT_BUDGET_BYTES);
  }

  /** Returns a network that delivers by itself. */
  public static MemoryNetwork threaded(long budgetBytes) {
    return new MemoryNetwork(false, budgetBytes);
  }

  /** Returns a network that delivers when the test says so, with a budget of 64 MiB. */
  public static MemoryNetwork stepped() {
    return new MemoryNetwork(true, DEFAULT_BUDGET_BYTES);
  }

  /** Returns a transport on this network. It becomes that of the node it is started for. */
  public Transport newTransport() {
    return new MemoryTransport(this, new Inbox(budgetBytes), budgetBytes, stepped);
  }

  /**
   * Loses whatever {@code from} sends to {@code to} from now on. The other direction is untouched.
   */
  public synchronized void cut(NodeId from, NodeId to) {
    cuts.add(new Link(from, to));
  }

  /** Loses whatever the two send to each other from now on. */
  public synchronized void cutBoth(NodeId one, NodeId other) {
    cut(one, other);
    cut(other, one);
  }

  /** Cuts {@code node} off from every other, in both directions. */
  public synchronized void isolate(NodeId node, Iterable<NodeId> others) {
    for (NodeId other : others) {
      if (!other.equals(node)) {
        cutBoth(node, other);
      }
    }
  }

  /** Mends the link on which {@code from} sends to {@code to}. */
  public synchronized void heal(NodeId from, NodeId to) {
    cuts.remove(new Link(from, to));
  }

  /** Mends every link. */
  public synchronized void healAll() {
    cuts.clear();
  }

  /**
   * Loses, from now on, the messages for which {@code losing} is true. It replaces an earlier one,
   * is asked once for each message that leaves on a link that is not cut, and must not call this
   * network.
   */
  public synchronized void loseIf(Predicate<Passage> losing) {
    this.losing = losing;
  }

  /** Delivers the oldest message or notice that waits for {@code to}, on a stepped network. */
  public boolean deliverNext(NodeId to) {
    if (!stepped) {
      throw new IllegalStateException("this network delivers by itself; use MemoryNetwork.stepped");
    }
    MemoryTransport transport = transportOf(to);
    return transport != null && transport.deliverNext();
  }

  /**
   * Delivers, in turns and in order of the node ids, until no node has anything waiting or those
   * that have do not want it.
   *
   * @return how many messages and notices were delivered
   */
  public int deliverAll() {
    int delivered = 0;
    for (int before = -1; before != delivered; ) {
      before = delivered;
      for (NodeId node : startedNodes()) {
        delivered += deliverNext(node) ? 1 : 0;
      }
    }
    return delivered;
  }

  private synchronized List<NodeId> startedNodes() {
    return List.copyOf(started.keySet());
  }

  private synchronized @Nullable MemoryTransport transportOf(NodeId node) {
    return started.get(node);
  }

  synchronized void join(MemoryTransport transport) throws IOException {
    Identity self = transport.self();
    if (started.putIfAbsent(self.node(), transport) != null) {
      throw new IOException(
          "node " + self.node() + " is on the memory network already; close its transport first");
    }
    for (MemoryTransport other : started.values()) {
      if (mayMeet(transport, other) && !refuses(other, transport) && !refuses(transport, other)) {
        introduce(transport, other);
      }
    }
  }

  /** Rule N3. Tells whether one remembers what the other must have forgotten; if so, it hears. */
  private static boolean refuses(MemoryTransport judge, MemoryTransport other) {
    Identity shown = other.self();
    NodeId id = judge.self().node();
    Optional<String> sentence =
        judge
            .peers()
            .of(shown.node())
            .flatMap(met -> met.amnesiaOf(shown).map(it -> it.explain(id, met, shown)));
    sentence.ifPresent(it -> other.inbox().addDisowned(id, it));
    return sentence.isPresent();
  }

  /** Rule N2. Connects the two once each has durably noted the other. */
  private void introduce(MemoryTransport one, MemoryTransport other) {
    AtomicInteger left = new AtomicInteger(2);
    Runnable noted =
        () -> {
          if (left.decrementAndGet() == 0) {
            connect(one, other);
          }
        };
    one.peers().note(Acquaintance.of(other.self()), noted);
    other.peers().note(Acquaintance.of(one.self()), noted);
  }

  private synchronized void connect(MemoryTransport one, MemoryTransport other) {
    if (isStarted(one) && isStarted(other) && one.linked().add(other) && other.linked().add(one)) {
      other.inbox().addConnected(one.self().node());
      one.inbox().addConnected(other.self().node());
    }
  }

  private boolean isStarted(MemoryTransport transport) {
    return started.get(transport.self().node()) == transport;
  }

  synchronized void leave(MemoryTransport transport) {
    NodeId node = transport.self().node();
    if (!started.remove(node, transport)) {
      return;
    }
    for (MemoryTransport other : started.values()) {
      if (other.linked().remove(transport)) {
        other.inbox().addDisconnected(node, "its transport was closed");
      }
    }
  }

  synchronized void carry(MemoryTransport sender, NodeId to, Message message) {
    MemoryTransport receiver = started.get(to);
    NodeId from = sender.self().node();
    if (receiver != null
        && isStarted(sender)
        && sender.linked().contains(receiver)
        && !cuts.contains(new Link(from, to))
        && !losing.test(new Passage(from, to, message))) {
      receiver.inbox().addMessage(from, message);
    }
  }

  /** Both must belong to one cluster, and be started with the same members (rule N5). */
  private static boolean mayMeet(MemoryTransport one, MemoryTransport other) {
    ClusterId cluster = one.self().cluster();
    return one != other
        && cluster.equals(other.self().cluster())
        && List.copyOf(one.members().ids()).equals(List.copyOf(other.members().ids()));
  }
}
