package io.github.multipaxos.transport.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one peer, in the order in which they were sent. Bounded: what does not
 * fit is dropped, the newest first. A part of the room is kept from messages that carry commands,
 * so that a slow peer's backlog does not shut out heartbeats and acknowledgements.
 *
 * <p>Any thread may offer; the rest is the event loop's.
 */
final class Outbound {

  private static final long MAX_RESERVE_BYTES = 1 << 20;

  private final Queue<Outgoing> queue = new ArrayDeque<>();
  private final long maxBytes;
  private final long maxBulkBytes;
  private long queuedBytes;
  private boolean open;
  private long dropped;
  private long reported;

  Outbound(long maxBytes) {
    this.maxBytes = maxBytes;
    this.maxBulkBytes = maxBytes - Math.min(MAX_RESERVE_BYTES, maxBytes / 4);
  }

  /** Queues a message, or drops it if the peer is not there or too much waits for it already. */
  synchronized boolean offer(Outgoing message) {
    if (!open) {
      return false;
    }
    long limit = message.isBulk() ? maxBulkBytes : maxBytes;
    if (!queue.isEmpty() && queuedBytes + message.bytes() > limit) {
      dropped++;
      return false;
    }
    message.hold();
    queue.add(message);
    queuedBytes += message.bytes();
    return true;
  }

  /** Returns the oldest message, or null if none waits. */
  synchronized @Nullable Outgoing poll() {
    Outgoing message = queue.poll();
    if (message != null) {
      queuedBytes -= message.bytes();
    }
    return message;
  }

  /** Lets messages in: the peer is there. */
  synchronized void open() {
    open = true;
  }

  /** Drops what waits, and whatever is offered from now on: the peer has gone. */
  void close() {
    takeAll().forEach(Outgoing::drop);
  }

  private synchronized List<Outgoing> takeAll() {
    List<Outgoing> all = new ArrayList<>(queue);
    queue.clear();
    queuedBytes = 0;
    open = false;
    return all;
  }

  /** Returns how many bytes wait. */
  synchronized long queuedBytes() {
    return queuedBytes;
  }

  /** Returns how many messages were dropped for want of room, ever. */
  synchronized long dropped() {
    return dropped;
  }

  /** Returns how many messages were dropped since this was last asked. */
  synchronized long takeDropped() {
    long since = dropped - reported;
    reported = dropped;
    return since;
  }
}
