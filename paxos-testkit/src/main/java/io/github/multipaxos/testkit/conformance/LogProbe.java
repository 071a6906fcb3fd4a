package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A log that has been opened, and what was seen of it. */
final class LogProbe implements AutoCloseable {

  static final ClusterId CLUSTER = new ClusterId("conformance");
  static final NodeId NODE = NodeId.of(1);

  private final LogBench bench;
  private final DurableLog log;
  private final List<LogRecord> replayed = new ArrayList<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final Identity identity;
  private boolean closed;

  private LogProbe(LogBench bench, LogStorage storage) throws Exception {
    this.bench = bench;
    this.log = storage.newLog();
    this.identity = log.open(CLUSTER, NODE, replayed::add, (reason, cause) -> failed(reason));
  }

  static LogProbe open(LogBench bench, LogStorage storage) throws Exception {
    return new LogProbe(bench, storage);
  }

  /** Opens a log, closes it and returns what it replayed. */
  static List<LogRecord> replayOf(LogBench bench, LogStorage storage) throws Exception {
    try (LogProbe log = open(bench, storage)) {
      return log.replayed();
    }
  }

  private void failed(String reason) {
    failures.incrementAndGet();
    failure.complete(reason);
  }

  Identity identity() {
    return identity;
  }

  List<LogRecord> replayed() {
    return List.copyOf(replayed);
  }

  int failures() {
    return failures.get();
  }

  /** Returns the reason given for the failure of the log, once there is one. */
  String awaitFailure() throws Exception {
    return await(failure, "the failure listener is called");
  }

  /** Appends, and returns what completes when the callback runs. */
  CompletableFuture<Void> append(LogRecord... records) {
    return append(List.of(records));
  }

  CompletableFuture<Void> append(List<LogRecord> records) {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    append(records, () -> durable.complete(null));
    return durable;
  }

  void append(List<LogRecord> records, Runnable whenDurable) {
    log.append(records, whenDurable);
  }

  PeerMemory peers() {
    return log.peers();
  }

  /** Appends and waits for the callback. */
  void persist(LogRecord... records) throws Exception {
    persist(List.of(records));
  }

  void persist(List<LogRecord> records) throws Exception {
    awaitDurable(append(records));
  }

  void awaitDurable(CompletableFuture<Void> durable) throws Exception {
    await(durable, "the callback of an append runs");
  }

  <T> T await(CompletableFuture<T> future, String what) throws Exception {
    try {
      return future.get(bench.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return fail("waited " + bench.patience() + " in vain until " + what);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  Duration patience() {
    return bench.patience();
  }

  List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    return log.read(firstSlot, throughSlot, maxBytes);
  }

  List<Decree> read(long firstSlot, long throughSlot) throws IOException {
    return read(firstSlot, throughSlot, Long.MAX_VALUE);
  }

  /** As {@link #read}, for threads that can throw nothing else. */
  List<Decree> readNow(long firstSlot, long throughSlot) {
    try {
      return read(firstSlot, throughSlot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void compact(long throughSlot) throws IOException {
    log.compact(throughSlot);
  }

  /** As {@link #compact}, for threads that can throw nothing else. */
  void compactNow(long throughSlot) {
    try {
      compact(throughSlot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SnapshotStore snapshots() {
    return log.snapshots();
  }

  /** As {@link #close}, where that is not for tidiness but what is checked. */
  void closeNow() throws IOException {
    if (!closed) {
      closed = true;
      assertTimeoutPreemptively(bench.patience(), log::close, "closing does not end");
    }
  }

  @Override
  public void close() throws IOException {
    closeNow();
  }
}
