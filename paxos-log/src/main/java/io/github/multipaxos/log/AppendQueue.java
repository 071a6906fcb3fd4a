package io.github.multipaxos.log;

import io.github.multipaxos.record.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was appended and is not durable yet, within a budget of bytes. */
final class AppendQueue {

  private final long budgetBytes;
  private final Deque<Append> waiting = new ArrayDeque<>();
  private long heldBytes; // of what waits and of what is being written
  private boolean closed;

  AppendQueue(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /**
   * One call of {@link FileLog#append}.
   *
   * @param records what to write; may be empty
   * @param bytes roughly how much it is
   * @param whenDurable what to run then
   */
  record Append(List<LogRecord> records, long bytes, Runnable whenDurable) {}

  /**
   * Adds to the end. Blocks while the budget is full; something larger than all of it is let in
   * alone. Returns false, with nothing added, if the queue is closed.
   */
  synchronized boolean add(List<LogRecord> records, Runnable whenDurable) {
    long bytes = 0;
    for (LogRecord record : records) {
      bytes += record.bytes();
    }
    awaitRoom(bytes);
    if (closed) {
      return false;
    }
    heldBytes += bytes;
    waiting.add(new Append(records, bytes, whenDurable));
    return true;
  }

  private void awaitRoom(long bytes) {
    boolean interrupted = false;
    while (!closed && bytes > 0 && heldBytes > 0 && heldBytes + bytes > budgetBytes) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted =
            true; // the caller finds it when it is through; a record is not dropped for it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the oldest, until they are more than {@code bytes} together. */
  synchronized List<Append> take(long bytes) {
    List<Append> taken = new ArrayList<>(waiting.size());
    long takenBytes = 0;
    while (!waiting.isEmpty() && takenBytes <= bytes) {
      Append append = waiting.remove();
      takenBytes += append.bytes();
      taken.add(append);
    }
    return taken;
  }

  /** Gives the budget of what was taken back. */
  synchronized void release(long bytes) {
    heldBytes -= bytes;
    notifyAll();
  }

  /** Lets nothing more in. What waits can still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Forgets what waits, and lets nothing more in. */
  synchronized void abandon() {
    waiting.clear();
    close();
  }
}
