package io.github.multipaxos.transport.netty;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops reading from all peers when the node has no room for more, and goes on when it has again.
 *
 * <p>{@link #resume} may be called by any thread, even between the node's "no room" and the pause
 * that follows from it. It leaves a count behind, at which the event loop looks again once it has
 * paused, so that this resume is not lost.
 */
final class ReadGate {

  private final EventLoops loops;
  private final Set<Connection> readers = new LinkedHashSet<>();
  private final AtomicLong resumes = new AtomicLong();
  private final AtomicBoolean opening = new AtomicBoolean();
  private volatile boolean paused;

  ReadGate(EventLoops loops) {
    this.loops = loops;
  }

  /** Has this connection stop and go on with the others. */
  void add(Connection reader) {
    readers.add(reader);
    if (paused) {
      reader.reading(false);
    }
  }

  /** Forgets a connection that has ended. */
  void remove(Connection reader) {
    readers.remove(reader);
  }

  /**
   * Returns a mark to be given to {@link #pause}. Taken before the node is asked whether it has
   * room.
   */
  long mark() {
    return resumes.get();
  }

  /** Stops reading, unless the gate was told to resume since the mark was taken. */
  void pause(long mark) {
    if (!paused) {
      paused = true;
      readers.forEach(reader -> reader.reading(false));
    }
    if (resumes.get() != mark) {
      open();
    }
  }

  /** Goes on reading. Called by any thread. */
  void resume() {
    resumes.incrementAndGet();
    if (paused && opening.compareAndSet(false, true)) {
      loops.execute(this::open);
    }
  }

  private void open() {
    opening.set(false);
    if (paused) {
      paused = false;
      readers.forEach(reader -> reader.reading(true));
    }
  }
}
