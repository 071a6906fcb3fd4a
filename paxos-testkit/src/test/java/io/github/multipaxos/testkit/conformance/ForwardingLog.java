package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Does what another log does, but for what a broken one overrides. */
class ForwardingLog implements DurableLog {

  final DurableLog log;

  ForwardingLog(DurableLog log) {
    this.log = log;
  }

  @Override
  public Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
      throws IOException {
    return log.open(cluster, node, replay, listener);
  }

  @Override
  public void append(List<LogRecord> records, Runnable whenDurable) {
    log.append(records, whenDurable);
  }

  @Override
  public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    return log.read(firstSlot, throughSlot, maxBytes);
  }

  @Override
  public void compact(long throughSlot) throws IOException {
    log.compact(throughSlot);
  }

  @Override
  public SnapshotStore snapshots() {
    return log.snapshots();
  }

  @Override
  public PeerMemory peers() {
    return log.peers();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  /** Runs it on a thread of nobody's, and returns when it has run. */
  static void runElsewhere(Runnable runnable) {
    Thread thread = new Thread(runnable);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
