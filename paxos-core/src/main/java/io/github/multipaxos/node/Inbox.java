package io.github.multipaxos.node;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the protocol thread. Any thread puts, one takes. Peers' messages are bounded in
 * bytes by asking the transport to pause; the node's own proposals are bounded by {@link Admission}
 * before they get here.
 */
final class Inbox {

  /** The most events in one turn, so that a turn stays short and ticks are not late. */
  private static final int TURN_EVENTS = 4096;

  private final EventQueue waiting = new EventQueue();
  private final AtomicLong peerBytes = new AtomicLong();
  private final long maxPeerBytes;
  private final Runnable resumePeers;
  private Runnable taker = () -> {};
  private volatile boolean isPaused;

  /**
   * Makes an empty inbox.
   *
   * @param maxPeerBytes the budget for peers' messages
   * @param resumePeers called by the taking thread when peers may send again
   */
  Inbox(long maxPeerBytes, Runnable resumePeers) {
    this.maxPeerBytes = maxPeerBytes;
    this.resumePeers = resumePeers;
  }

  /** Has this run after each event, by the thread that puts it. Called before there are any. */
  void wakes(Runnable taker) {
    this.taker = taker;
  }

  void put(Event event) {
    waiting.put(event);
    taker.run();
  }

  /** Takes a peer's message; returns false if no more should come until peers are resumed. */
  boolean putReceived(NodeId from, Message message) {
    long bytes = peerBytes.addAndGet(message.bytes());
    boolean hasRoom = bytes < maxPeerBytes;
    if (!hasRoom) {
      isPaused = true; // before the event can be taken, so that taking it resumes
    }
    put(new Event.Received(from, message));
    return hasRoom;
  }

  /**
   * Moves what waits into {@code events}, as much as one turn takes. Called by one thread, but for
   * the one that cleans up when that has got stuck.
   */
  synchronized void take(NodeId self, List<Event> events) {
    for (int i = 0; i < TURN_EVENTS; i++) {
      Event event = waiting.poll();
      if (event == null) {
        break;
      }
      events.add(event);
      if (event instanceof Event.Received received && !received.from().equals(self)) {
        peerBytes.addAndGet(-received.message().bytes());
      }
    }
    if (isPaused && peerBytes.get() < maxPeerBytes / 2) {
      isPaused = false;
      resumePeers.run();
    }
  }

  /** Tells whether there is nothing to take. Called by the taking thread only. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
