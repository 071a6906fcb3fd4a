package io.github.multipaxos.log;

import io.github.multipaxos.log.file.DiskDirectory;
import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A log in the files of one directory.
 *
 * <p>What is appended while a sync is under way shares the next one. What was acknowledged and is
 * damaged later is noticed and refused, never dropped; what was being written when the power failed
 * is dropped, and said so. A directory belongs to one node of one cluster, and is open once at a
 * time.
 *
 * <p>Appends come from one thread, reads from any. The callbacks run on a thread of the log's own,
 * or within {@link #appendNow}.
 */
public final class FileLog implements DurableLog {

  private static final Duration IDLE = Duration.ofMillis(50);

  private final OpenLog.Setup setup;
  private boolean used;
  private volatile @Nullable OpenLog open;
  private volatile boolean closed;

  private FileLog(OpenLog.Setup setup) {
    this.setup = setup;
  }

  /** Returns a log in that directory, which is made if it is not there. */
  public static FileLog in(Path directory) {
    return in(directory, FileLogOptions.DEFAULT);
  }

  /** Returns a log in that directory, which is made if it is not there. */
  public static FileLog in(Path directory, FileLogOptions options) {
    SecureRandom random = new SecureRandom();
    return in(new DiskDirectory(directory), options, new DedicatedThreads(IDLE), random::nextLong);
  }

  /**
   * Returns a log on other files and threads than the machine's, for simulations.
   *
   * @param threads gives this log its turns, and no other
   * @param numbers where the random numbers of a new directory and of each opening come from
   */
  public static FileLog in(
      StorageDirectory directory,
      FileLogOptions options,
      LogThreads threads,
      LongSupplier numbers) {
    return new FileLog(new OpenLog.Setup(directory, options, threads, numbers));
  }

  @Override
  public synchronized Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
      throws IOException {
    if (used) {
      throw new IllegalStateException(
          "a log is opened once; make another FileLog to open " + setup.directory() + " again");
    }
    used = true;
    OpenLog opened = OpenLog.open(setup, cluster, node, replay, listener);
    open = opened;
    return opened.identity();
  }

  @Override
  public void append(List<LogRecord> records, Runnable whenDurable) {
    opened().append(records, whenDurable);
  }

  @Override
  public void appendNow(List<LogRecord> records, Runnable whenDurable) {
    opened().appendNow(records, whenDurable);
  }

  @Override
  public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    OpenLog log = opened();
    if (closed) {
      throw new IOException("the log in " + setup.directory() + " is closed");
    }
    return log.read(firstSlot, throughSlot, maxBytes);
  }

  @Override
  public void compact(long throughSlot) throws IOException {
    OpenLog log = opened();
    if (!closed) {
      log.compact(throughSlot);
    }
  }

  @Override
  public SnapshotStore snapshots() {
    return opened().snapshots();
  }

  @Override
  public PeerMemory peers() {
    return opened().peers();
  }

  private OpenLog opened() {
    OpenLog log = open;
    if (log == null) {
      throw new IllegalStateException("open the log in " + setup.directory() + " first");
    }
    return log;
  }

  @Override
  public synchronized void close() throws IOException {
    used = true;
    OpenLog log = open;
    if (log != null && !closed) {
      closed = true;
      log.close();
    }
  }
}
