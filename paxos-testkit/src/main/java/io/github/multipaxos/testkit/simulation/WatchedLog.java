package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A log that tells what it was given, what it vouches for, and what it finds again. */
final class WatchedLog implements DurableLog {

  private final NodeId node;
  private final DurableLog log;
  private final Storage storage;
  private final DurableMemory memory;
  private final World<?, ?> world;
  private final Consumer<Runnable> callbacks;

  /**
   * Watches the log that is in that storage.
   *
   * @param callbacks runs what the log calls back, when the process is not stopped
   */
  WatchedLog(
      NodeId node,
      Storage storage,
      DurableMemory memory,
      World<?, ?> world,
      Consumer<Runnable> callbacks) {
    this.node = node;
    this.log = storage.log();
    this.storage = storage;
    this.memory = memory;
    this.world = world;
    this.callbacks = callbacks;
  }

  @Override
  public Identity open(
      ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
      throws IOException {
    List<LogRecord> found = new ArrayList<>();
    Identity identity = log.open(cluster, node, found::add, watched(listener));
    memory.onFound(found);
    storage.bearRot(); // whatever becomes of this process
    if (log.peers().isAdmitted()) {
      world.suffrages().onAdmitted(node);
    }
    found.forEach(replay);
    return identity;
  }

  private FailureListener watched(FailureListener listener) {
    return new FailureListener() {
      @Override
      public void failed(String reason, Throwable cause) {
        listener.failed(reason, cause);
      }

      @Override
      public void shortOfSpace(String reason) {
        world.coverage().mark("short of space");
        world.nodes().get(node.value() - 1).onShortOfSpace();
        listener.shortOfSpace(reason);
      }
    };
  }

  @Override
  public void append(List<LogRecord> records, Runnable whenDurable) {
    for (LogRecord record : records) {
      world.trace().add(node, record);
    }
    memory.onAppended(records);
    log.append(
        records,
        () -> {
          world.guard(() -> memory.onDurable(records.size()));
          callbacks.accept(whenDurable);
        });
  }

  @Override
  public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
    world.coverage().mark("log read back");
    return log.read(firstSlot, throughSlot, maxBytes);
  }

  @Override
  public void compact(long throughSlot) throws IOException {
    world.coverage().mark("log compacted");
    log.compact(throughSlot);
  }

  @Override
  public SnapshotStore snapshots() {
    return log.snapshots();
  }

  @Override
  public PeerMemory peers() {
    return new WatchedPeers(node, log.peers(), world, callbacks);
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
