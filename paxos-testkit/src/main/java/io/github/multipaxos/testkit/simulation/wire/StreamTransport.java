package io.github.multipaxos.testkit.simulation.wire;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.transport.netty.handshake.Handshake;
import io.github.multipaxos.transport.netty.handshake.KnownPeers;
import io.github.multipaxos.transport.netty.handshake.Local;
import io.github.multipaxos.transport.netty.handshake.Peer;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One process on the network. Each dials every other; it speaks on the streams that it dialled and
 * listens on those that it answered.
 */
final class StreamTransport implements Transport {

  static final int MAX_FRAME_BYTES = 1 << 24;

  private static final long CHECK_NANOS = 125_000_000;
  private static final long LIVELY_NANOS = 750_000_000;
  private static final long LEAST_RETRY_NANOS = 50_000_000;
  private static final long MOST_RETRY_NANOS = 500_000_000;

  private final StreamNetwork network;
  private final NodeId node;
  private final SortedMap<NodeId, Link> links = new TreeMap<>();
  private @Nullable Local local;
  private @Nullable KnownPeers known;
  private @Nullable Receiver receiver;
  private boolean isOver;
  private boolean isPaused;
  private long resumes;

  /** The two streams with one peer. */
  private static final class Link {
    private final List<StreamEnd> begun = new ArrayList<>();
    private @Nullable StreamEnd dialled;
    private @Nullable StreamEnd accepted;
    private boolean isConnected;
  }

  StreamTransport(StreamNetwork network, NodeId node) {
    this.network = network;
    this.node = node;
  }

  StreamNetwork network() {
    return network;
  }

  NodeId node() {
    return node;
  }

  boolean isPaused() {
    return isPaused;
  }

  @Override
  public void start(Identity self, Members members, PeerMemory peers, Receiver receiver) {
    this.receiver = receiver;
    this.known = new KnownPeers(node, peers, this::isLively, this::unlessOver);
    this.local = new Local(self, new TreeSet<>(members.ids()), MAX_FRAME_BYTES);
    network.listen(node, this);
    for (NodeId member : members.ids()) {
      if (!member.equals(node)) {
        links.put(member, new Link());
        dialAfter(0, member);
      }
    }
    check();
  }

  private void unlessOver(Runnable task) {
    if (!isOver) {
      task.run();
    }
  }

  private boolean isLively(NodeId peer) {
    Link link = links.get(peer);
    return link != null
        && ((link.dialled != null && link.dialled.isHeardWithin(LIVELY_NANOS))
            || (link.accepted != null && link.accepted.isHeardWithin(LIVELY_NANOS)));
  }

  long delayTo(StreamTransport other) {
    return network.links().delayNanos(node, other.node);
  }

  private void dialAfter(long nanos, NodeId peer) {
    network
        .timeline()
        .after(
            nanos,
            () -> {
              if (!isOver) {
                dial(peer);
              }
            });
  }

  private void dial(NodeId peer) {
    long there = network.links().delayNanos(node, peer);
    network
        .timeline()
        .after(
            there,
            () -> {
              StreamTransport listener = network.listener(peer);
              boolean isReached =
                  listener != null
                      && !network.links().isCut(node, peer)
                      && !network.links().isCut(peer, node);
              if (isReached && !isOver) {
                connect(peer, listener);
              } else {
                retry(peer);
              }
            });
  }

  private void connect(NodeId peer, StreamTransport listener) {
    StreamEnd mine = new StreamEnd(this, true, Handshake.dialling(local, known, peer));
    StreamEnd theirs =
        new StreamEnd(listener, false, Handshake.answering(listener.local, listener.known));
    links.get(peer).begun.add(mine);
    listener.links.get(node).begun.add(theirs);
    StreamEnd.join(mine, theirs, node, peer);
  }

  private void retry(NodeId peer) {
    dialAfter(network.dice().between(LEAST_RETRY_NANOS, MOST_RETRY_NANOS), peer);
  }

  private void check() {
    if (!isOver) {
      links.values().forEach(link -> List.copyOf(link.begun).forEach(StreamEnd::check));
      network.timeline().after(CHECK_NANOS, this::check);
    }
  }

  void onAdmitted(StreamEnd end) {
    Peer peer = end.peer();
    Link link = links.get(peer.node());
    StreamEnd old = end.isDialler() ? link.dialled : link.accepted;
    StreamEnd pair = end.isDialler() ? link.accepted : link.dialled;
    if (end.isDialler()) {
      tellVouched(peer.node());
      link.dialled = end;
    } else {
      link.accepted = end;
    }
    if (old != null) {
      old.close();
    }
    if (pair != null && !peer.isSameProcess(pair.peer())) {
      pair.close(); // the node was restarted
    }
    end.hold(isPaused);
    update(peer.node(), link, "the node was restarted");
  }

  private void tellVouched(NodeId peer) {
    if (!isOver && receiver != null) {
      receiver.vouched(peer);
    }
  }

  /** The process at the other end of a stream that this one dialled refuses it. */
  void onDismissed(StreamEnd end, Refusal refusal) {
    links.forEach(
        (peer, link) -> {
          if (link.begun.contains(end) && refusal.reason().isForGood() && receiver != null) {
            receiver.disowned(peer, refusal.sentence());
          }
        });
  }

  void onEnded(StreamEnd end) {
    links.forEach(
        (peer, link) -> {
          if (link.begun.remove(end)) {
            link.dialled = link.dialled == end ? null : link.dialled;
            link.accepted = link.accepted == end ? null : link.accepted;
            update(peer, link, "the stream ended");
            if (end.isDialler() && !isOver) {
              retry(peer);
            }
          }
        });
  }

  private void update(NodeId peer, Link link, String reason) {
    boolean isBoth = link.dialled != null && link.accepted != null;
    if (isOver || receiver == null || isBoth == link.isConnected) {
      return;
    }
    link.isConnected = isBoth;
    if (isBoth) {
      receiver.connected(peer);
    } else {
      receiver.disconnected(peer, reason);
    }
  }

  void onSaid(NodeId from, Message message) {
    if (isOver || receiver == null) {
      return;
    }
    long before = resumes;
    boolean hasRoom = receiver.receive(from, message);
    if (!hasRoom && resumes == before) {
      hold(true);
    }
  }

  /** Something that is no frame came: the checksum did its work. */
  void onMalformed() {
    network.onMalformed();
  }

  void onRefused(Refusal refusal) {
    network.onRefused(refusal.reason());
  }

  private void hold(boolean isHeld) {
    isPaused = isHeld;
    links.values().forEach(link -> List.copyOf(link.begun).forEach(end -> end.hold(isHeld)));
  }

  @Override
  public void send(NodeId to, Message message) {
    Link link = links.get(to);
    if (!isOver && link != null && link.dialled != null && link.dialled.isOpen()) {
      link.dialled.say(new Frame.Said(message));
    }
  }

  @Override
  public void flush() {
    // Everything has left, or waits for what left before.
  }

  @Override
  public void resume() {
    resumes++;
    if (isPaused) {
      hold(false);
    }
  }

  @Override
  public void close() {
    isOver = true;
    network.close(node, this);
    links.values().forEach(link -> List.copyOf(link.begun).forEach(StreamEnd::close));
  }

  /** The process dies. */
  void die() {
    isOver = true;
    links.values().forEach(link -> List.copyOf(link.begun).forEach(StreamEnd::vanish));
  }
}
