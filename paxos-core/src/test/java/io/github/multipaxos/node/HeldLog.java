package io.github.multipaxos.node;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A log in which nothing is durable before the test says so. It is never read. */
final class HeldLog implements DurableLog {

  private final List<LogRecord> records = new ArrayList<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final ListedSnapshots snapshots = new ListedSnapshots();

  List<LogRecord> records() {
    return records;
  }

  /** Makes the oldest append durable. */
  void syncOne() {
    waiting.remove().run();
  }

  @Override
  public Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener) {
    return new Identity(cluster, node, 1, Boots.latest(1, 7));
  }

  @Override
  public void append(List<LogRecord> more, Runnable whenDurable) {
    records.addAll(more);
    waiting.add(whenDurable);
  }

  @Override
  public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) {
    throw new AssertionError("nothing is to be read");
  }

  @Override
  public void compact(long throughSlot) {
    throw new AssertionError("a loop has others compact");
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public PeerMemory peers() {
    throw new AssertionError("a loop does not ask who its peers are");
  }

  @Override
  public void close() {}
}
