package io.github.multipaxos.testkit.node;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log that tells what is read back from it, and does what a test wants before it does its own.
 */
final class SpyLog implements DurableLog {

  /** Decrees read back, and by which thread. */
  record ReadBack(String thread, long firstSlot, List<Decree> decrees) {
    long bytes() {
      return decrees.stream().mapToLong(Decree::bytes).sum();
    }
  }

  private final DurableLog log;
  private final Sightings<ReadBack> readBacks = new Sightings<>();
  private final Sightings<String> failures = new Sightings<>();
  private final Sightings<Long> compactions = new Sightings<>();
  private volatile Runnable beforeAppends = () -> {};
  private volatile Runnable beforeClose = () -> {};
  private final FailingSnapshots snapshots;
  private volatile long maxReadBytes = Long.MAX_VALUE;
  private volatile boolean failsReads;

  SpyLog(DurableLog log) {
    this.log = log;
    this.snapshots = new FailingSnapshots(log.snapshots());
  }

  void beforeAppends(Runnable before) {
    beforeAppends = before;
  }

  void beforeClose(Runnable before) {
    beforeClose = before;
  }

  void maxReadBytes(long bytes) {
    maxReadBytes = bytes;
  }

  /** From now on nothing can be read back, or can again. */
  void failReads(boolean fails) {
    failsReads = fails;
  }

  Sightings<ReadBack> readBacks() {
    return readBacks;
  }

  /** The failures that the node has been told of. */
  Sightings<String> failures() {
    return failures;
  }

  /** Up to which slots the log was told to let go. */
  Sightings<Long> compactions() {
    return compactions;
  }

  @Override
  public Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
      throws IOException {
    return log.open(
        cluster,
        node,
        replay,
        (reason, cause) -> {
          listener.failed(reason, cause);
          failures.add(reason);
        });
  }

  @Override
  public void append(List<LogRecord> records, Runnable whenDurable) {
    beforeAppends.run();
    log.append(records, whenDurable);
  }

  @Override
  public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    if (failsReads) {
      throw new IOException("segment is damaged at offset 4096");
    }
    List<Decree> decrees = log.read(firstSlot, throughSlot, Math.min(maxBytes, maxReadBytes));
    readBacks.add(new ReadBack(Thread.currentThread().getName(), firstSlot, decrees));
    return decrees;
  }

  @Override
  public void compact(long throughSlot) throws IOException {
    log.compact(throughSlot);
    compactions.add(throughSlot);
  }

  @Override
  public FailingSnapshots snapshots() {
    return snapshots;
  }

  @Override
  public PeerMemory peers() {
    return log.peers();
  }

  @Override
  public void close() throws IOException {
    try {
      beforeClose.run();
    } finally {
      log.close();
    }
  }
}
