package io.github.multipaxos.node;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.SafetyViolation;
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
  private long lastTick = -1;
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
      while (!isClosed && !failStop.hasFailed()) {
        inbox.await(ticks.now() > lastTick ? 0 : ticks.nanosUntilNext());
        turn();
      }
      if (!failStop.hasFailed()) {
        loop.turn(List.of(new Event.Closing()));
      }
    } catch (SafetyViolation e) { // its message is a sentence that stands by itself
      failStop.fail(e.getMessage(), e);
    } catch (Throwable e) {
      failStop.fail("the protocol thread failed: " + e, e);
    }
  }

  /**
   * Takes what is there, the time first. Rule R6: the time is looked at last, so that a thread held
   * up in between takes nothing for older than it is.
   */
  void turn() {
    List<Event> events = new ArrayList<>();
    inbox.take(self, events);
    Event.Tick now = ticks.event();
    lastTick = now.tick();
    events.add(0, now);
    loop.turn(events);
  }

  /** Ends {@link #run} after the turn under way. */
  void close() {
    isClosed = true;
    inbox.wake();
  }
}
