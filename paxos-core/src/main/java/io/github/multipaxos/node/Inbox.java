package io.github.multipaxos.node;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the protocol thread. Any thread puts, one takes. Peers' messages are bounded in
 * bytes by asking the transport to pause; the node's own proposals are bounded by {@link Admission}
 * before they get here.
 */
final class Inbox {

  /** The most events in one turn, so that a turn stays short and ticks are not late. */
  private static final int TURN_EVENTS = 4096;

  private final AtomicReference<@Nullable Put> newest = new AtomicReference<>();
  private @Nullable Put oldest; // of those that the taking thread has taken over
  private final AtomicLong peerBytes = new AtomicLong();
  private final long maxPeerBytes;
  private final Runnable resumePeers;
  private Runnable taker = () -> {};
  private volatile boolean isPaused;

  /** An event that was put, and the one put before it; once taken over, the one after. */
  private static final class Put {
    private final Event event;
    private @Nullable Put next;

    private Put(Event event) {
      this.event = event;
    }
  }

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
    Put put = new Put(event);
    Put before = newest.get();
    put.next = before;
    while (!newest.compareAndSet(before, put)) {
      before = newest.get();
      put.next = before;
    }
    taker.run();
  }

  /** Returns the next event, or null. Takes over all that was put so far if none is left. */
  private @Nullable Event poll() {
    if (oldest == null && newest.get() != null) {
      oldest = reversed(newest.getAndSet(null));
    }
    Put put = oldest;
    if (put == null) {
      return null;
    }
    oldest = put.next;
    return put.event;
  }

  private static @Nullable Put reversed(@Nullable Put newestFirst) {
    Put reversed = null;
    Put rest = newestFirst;
    while (rest != null) {
      Put next = rest.next;
      rest.next = reversed;
      reversed = rest;
      rest = next;
    }
    return reversed;
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
      Event event = poll();
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
    return oldest == null && newest.get() == null;
  }
}
