package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log on a {@link MemoryDisk}. It forgets nothing that the disk does not lose.
 *
 * <p>{@linkplain #threaded Threaded}, it syncs by itself on a thread of its own, and is a full
 * {@link DurableLog}. {@linkplain #stepped Stepped}, nothing becomes durable before the test calls
 * {@link #sync()} or {@link #syncNext()}, and callbacks run on the thread that does; only in this
 * does it depart from the interface.
 *
 * <p>{@link #append} never blocks: the budget of unwritten bytes is the memory there is.
 */
public final class MemoryLog implements DurableLog {

  private record Due(int throughRecord, Runnable whenDurable) {}

  private enum State {
    NEW,
    OPEN,
    CLOSING,
    ENDED
  }

  private final MemoryDisk disk;
  private final boolean stepped;
  private final Object lock = new Object();
  private final Deque<Due> dues = new ArrayDeque<>();
  private State state = State.NEW;
  private @Nullable IOException writeFailure;
  private @Nullable Throwable failure;
  private @Nullable FailureListener listener;
  private volatile @Nullable Thread thread;
  private volatile @Nullable PeerMemory peers;

  private MemoryLog(MemoryDisk disk, boolean stepped) {
    this.disk = disk;
    this.stepped = stepped;
  }

  /** Returns a log that syncs and runs callbacks on a thread of its own. */
  public static MemoryLog threaded(MemoryDisk disk) {
    return new MemoryLog(disk, false);
  }

  /** Returns a log that syncs and runs callbacks when the test says so, on the test's thread. */
  public static MemoryLog stepped(MemoryDisk disk) {
    return new MemoryLog(disk, true);
  }

  @Override
  public Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
      throws IOException {
    synchronized (lock) {
      if (state != State.NEW) {
        throw new IllegalStateException("a memory log is opened once; make another on its disk");
      }
    }
    Identity identity = disk.attach(this, cluster, node);
    try {
      disk.durableRecords().forEach(replay);
    } catch (RuntimeException | Error e) {
      disk.detach(this);
      throw e;
    }
    peers = disk.peers().openedBy(task -> append(List.of(), task));
    synchronized (lock) {
      this.listener = listener;
      state = state == State.NEW ? State.OPEN : state; // it may have been cut off already
    }
    if (!stepped) {
      thread = new Thread(this::work, "paxos-memory-log-" + node);
      thread.setDaemon(true);
      thread.start();
    }
    return identity;
  }

  @Override
  public void append(List<LogRecord> records, Runnable whenDurable) {
    if (!isTakingRecords()) {
      return;
    }
    try {
      addDue(new Due(disk.write(this, records), whenDurable));
    } catch (DetachedException e) {
      cutOff();
    } catch (IOException e) {
      refuseRecords(e);
    }
  }

  private boolean isTakingRecords() {
    synchronized (lock) {
      return state == State.OPEN && failure == null && writeFailure == null;
    }
  }

  private void addDue(Due due) {
    synchronized (lock) {
      dues.add(due);
      lock.notifyAll();
    }
  }

  /** Leaves the report to where callbacks run, so that none can follow it. */
  private void refuseRecords(IOException cause) {
    synchronized (lock) {
      writeFailure = cause;
      lock.notifyAll();
    }
  }

  @Override
  public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    return disk.read(this, firstSlot, throughSlot, maxBytes);
  }

  @Override
  public void compact(long throughSlot) throws IOException {
    disk.compact(this, throughSlot);
  }

  @Override
  public SnapshotStore snapshots() {
    return disk.snapshots();
  }

  @Override
  public PeerMemory peers() {
    return Objects.requireNonNull(peers, "the log is not open");
  }

  /** Makes everything appended durable and runs the callbacks due. For a stepped log only. */
  public void sync() {
    while (syncNext()) {}
  }

  /**
   * Makes the oldest append that is not durable yet durable, alone, and runs its callback. For a
   * stepped log only.
   *
   * @return false if there was nothing to do
   */
  public boolean syncNext() {
    if (!stepped) {
      throw new IllegalStateException("this log syncs by itself; use MemoryLog.stepped");
    }
    if (isIdle()) {
      return false;
    }
    advance();
    return true;
  }

  /** Returns how many callbacks have not run yet. */
  public int pendingCallbacks() {
    synchronized (lock) {
      return dues.size();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      if (state == State.OPEN) {
        state = State.CLOSING;
      }
      lock.notifyAll();
    }
    if (stepped) {
      sync();
      disk.detach(this);
    } else {
      awaitEnd();
    }
    reportUndurable();
  }

  private void reportUndurable() throws IOException {
    synchronized (lock) {
      boolean owing = state == State.CLOSING && failure != null;
      state = State.ENDED;
      if (owing) {
        throw new IOException(
            "the memory log is closed, and not all that was appended is durable", failure);
      }
    }
  }

  private void awaitEnd() {
    Thread working = thread;
    boolean interrupted = false;
    while (working != null && working != Thread.currentThread() && working.isAlive()) {
      try {
        working.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was appended is still owed
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (awaitDue()) {
      advance();
    }
    disk.detach(this);
  }

  private boolean awaitDue() {
    synchronized (lock) {
      while (isIdle() && state == State.OPEN) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          // nobody has business interrupting this thread; it ends when the log is closed
        }
      }
      return !isIdle();
    }
  }

  private boolean isIdle() {
    synchronized (lock) {
      return state == State.ENDED || failure != null || (dues.isEmpty() && writeFailure == null);
    }
  }

  private void advance() {
    try {
      Due due = nextDue();
      if (!disk.isDurable(this, due.throughRecord())) {
        disk.sync(this, stepped ? due.throughRecord() : disk.writtenThrough());
      }
      if (take(due)) {
        due.whenDurable().run();
      }
    } catch (DetachedException e) {
      cutOff();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private boolean take(Due due) {
    synchronized (lock) {
      return dues.remove(due);
    }
  }

  private Due nextDue() throws IOException {
    synchronized (lock) {
      if (writeFailure != null) {
        throw writeFailure;
      }
      if (dues.isEmpty()) {
        throw new DetachedException(); // cut off since the caller looked
      }
      return dues.element();
    }
  }

  /** Runs no further callback and reports nothing, as a dead process would. */
  void cutOff() {
    synchronized (lock) {
      state = State.ENDED;
      dues.clear();
      lock.notifyAll();
    }
  }

  private void fail(Throwable cause) {
    FailureListener told;
    synchronized (lock) {
      failure = cause;
      dues.clear();
      told = listener;
    }
    if (told != null) {
      told.failed("the memory log stops: " + cause.getMessage(), cause);
    }
  }
}
