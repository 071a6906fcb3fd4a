package io.github.multipaxos.node;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.SafetyViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Turns the loop for as long as the node lives: whenever something is in the inbox, and every tick.
 * The thread is an executor's, which may have other things to do as well: a transport's, so that
 * messages need not change threads on their way in and out.
 */
final class ProtocolThread {

  /** Keeps the time's place while the inbox is emptied. */
  private static final Event.Tick NO_TIME = new Event.Tick(0, 0);

  private final NodeId self;
  private final NodeLoop loop;
  private final Inbox inbox;
  private final Ticks ticks;
  private final FailStop failStop;
  private final AtomicBoolean isAwake = new AtomicBoolean();
  private final CountDownLatch hasEnded = new CountDownLatch(1);
  private volatile @Nullable ScheduledExecutorService executor;
  private volatile @Nullable Thread thread;
  private volatile boolean isClosed;
  private @Nullable ScheduledFuture<?> ticking;
  private long lastTick = -1;

  ProtocolThread(NodeId self, NodeLoop loop, Inbox inbox, Ticks ticks, FailStop failStop) {
    this.self = self;
    this.loop = loop;
    this.inbox = inbox;
    this.ticks = ticks;
    this.failStop = failStop;
  }

  /** Begins to take turns on the one thread of that executor. */
  void start(ScheduledExecutorService on, Duration tick) {
    executor = on;
    ticking =
        on.scheduleAtFixedRate(
            this::tick, ticks.nanosUntilNext(), tick.toNanos(), TimeUnit.NANOSECONDS);
    wake();
  }

  /** Has a turn taken soon. Called by any thread, after it has put something into the inbox. */
  void wake() {
    ScheduledExecutorService on = executor;
    if (on != null && !isAwake.get() && isAwake.compareAndSet(false, true)) {
      try {
        on.execute(this::wakened);
      } catch (RejectedExecutionException e) {
        hasEnded.countDown(); // the executor has gone, and nobody takes any turn after that
      }
    }
  }

  private void wakened() {
    isAwake.set(false); // first, so that what is put from now on is not overlooked
    runSafely();
    if (!inbox.isEmpty() && hasEnded.getCount() > 0) {
      wake();
    }
  }

  /** A turn looks at the time in any case, so where there was one in this tick none is due. */
  private void tick() {
    if (ticks.now() > lastTick) {
      runSafely();
    }
  }

  private void runSafely() {
    if (hasEnded.getCount() == 0) {
      return;
    }
    thread = Thread.currentThread();
    boolean isLast = isClosed;
    try {
      run(isLast);
    } catch (SafetyViolation e) { // its message is a sentence that stands by itself
      failStop.fail(e.getMessage(), e);
    } catch (Throwable e) {
      failStop.fail("the protocol thread failed: " + e, e);
    }
    if (isLast || failStop.hasFailed()) {
      end();
    }
  }

  private void run(boolean isLast) {
    if (failStop.hasFailed()) {
      return;
    }
    if (isLast) {
      loop.turn(List.of(new Event.Closing()));
    } else {
      turn();
    }
  }

  private void end() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    hasEnded.countDown();
  }

  /**
   * Takes what is there, the time first. Rule R6: the time is looked at last, so that a thread held
   * up in between takes nothing for older than it is.
   */
  void turn() {
    List<Event> events = new ArrayList<>();
    events.add(NO_TIME);
    inbox.take(self, events);
    Event.Tick now = ticks.event();
    lastTick = now.tick();
    events.set(0, now);
    loop.turn(events);
  }

  /** Tells whether this is the thread that takes the turns. */
  boolean isCurrent() {
    return thread == Thread.currentThread();
  }

  /**
   * Takes one last turn, which answers what can be answered, and no other. Returns whether that was
   * done in time. Called by another thread than the one that takes the turns.
   */
  boolean close(Duration patience) throws InterruptedException {
    isClosed = true;
    wake();
    return executor == null || hasEnded.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
