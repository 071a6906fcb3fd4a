package io.github.multipaxos.node;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the loop for as long as the node lives: whenever something is in the inbox, and every tick.
 */
final class ProtocolThread implements Runnable {

  private final NodeId self;
  private final NodeLoop loop;
  private final Inbox inbox;
  private final Ticks ticks;
  private final FailStop failStop;
  private volatile boolean isClosed;

  ProtocolThread(NodeId self, NodeLoop loop, Inbox inbox, Ticks ticks, FailStop failStop) {
    this.self = self;
    this.loop = loop;
    this.inbox = inbox;
    this.ticks = ticks;
    this.failStop = failStop;
  }

  @Override
  public void run() {
    try {
      long lastTick = -1;
      while (!isClosed && !failStop.hasFailed()) {
        inbox.await(ticks.now() > lastTick ? 0 : ticks.nanosUntilNext());
        List<Event> events = new ArrayList<>();
        lastTick = ticks.now();
        events.add(new Event.Tick(lastTick, System.currentTimeMillis()));
        inbox.take(self, events);
        loop.turn(events);
      }
      if (!failStop.hasFailed()) {
        loop.turn(List.of(new Event.Closing()));
      }
    } catch (Throwable e) {
      failStop.fail("the protocol thread failed: " + e, e);
    }
  }

  /** Ends {@link #run} after the turn under way. */
  void close() {
    isClosed = true;
    inbox.wake();
  }
}
