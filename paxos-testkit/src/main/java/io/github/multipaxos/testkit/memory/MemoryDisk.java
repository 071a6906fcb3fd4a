package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a {@link MemoryLog}: the disk it writes to. One log at a time has it open; closing
 * it, or a crash, leaves the disk to the next.
 *
 * <p>Records are <em>written</em> first, which puts them into a cache, and become <em>durable</em>
 * with the next sync. A {@linkplain #kill() kill} of the process keeps all that was written, as the
 * operating system lives on; a {@linkplain #cutPower() power cut} keeps what was durable and, if
 * the test wishes, some of the rest. A log that was open at that moment is cut off: it runs no
 * further callback and reports nothing, as a dead process would.
 *
 * <p>Safe for several threads.
 */
public final class MemoryDisk {

  private final long incarnation;
  private final List<LogRecord> written = new ArrayList<>();
  private final DecreeTable durableDecrees = new DecreeTable();
  private final MemorySnapshots snapshots;
  private final DiskFaults faults = new DiskFaults();
  private final AtomicLong processes; // shared with all copies, so that no two openings are alike
  private MemoryPeers peers = new MemoryPeers();
  private int durable;
  private int droppedRecords;
  private Boots boots = Boots.NONE;
  private @Nullable ClusterId cluster;
  private @Nullable NodeId node;
  private @Nullable MemoryLog owner;

  /** Makes an empty disk whose incarnation is drawn at random. */
  public MemoryDisk() {
    this(new SecureRandom().nextLong());
  }

  /** Makes an empty disk of that incarnation, so that a run can be repeated exactly. */
  public MemoryDisk(long incarnation) {
    this(incarnation, new MemorySnapshots(), new AtomicLong());
  }

  private MemoryDisk(long incarnation, MemorySnapshots snapshots, AtomicLong processes) {
    this.incarnation = incarnation;
    this.snapshots = snapshots;
    this.processes = processes;
  }

  /**
   * Returns another disk with all that this one holds now, durable or merely written, that no log
   * has open and that has no faults. Also stands for a backup: it shows a lower boot count once
   * this one has been opened again, or other processes.
   */
  public synchronized MemoryDisk copy() {
    MemoryDisk copy = new MemoryDisk(incarnation, snapshots.copy(), processes);
    copy.cluster = cluster;
    copy.node = node;
    copy.boots = boots;
    copy.peers = peers.copy();
    copy.written.addAll(written);
    copy.advanceDurable(durable);
    return copy;
  }

  /**
   * Ends the process that has the disk open. What was written and not synced stays, not durable.
   */
  public synchronized void kill() {
    if (owner != null) {
      owner.cutOff();
      owner = null;
      notifyAll();
    }
  }

  /** Cuts the power: kills the process, and loses everything that is not durable. */
  public synchronized void cutPower() {
    cutPower(0);
  }

  /**
   * Cuts the power, and keeps some of what was written and not synced: a disk may well have got
   * round to it.
   *
   * @param keptRecords how many of the oldest records that are not durable are kept
   */
  public synchronized void cutPower(int keptRecords) {
    int kept = unsyncedRecords();
    if (keptRecords < 0 || keptRecords > kept) {
      throw new IllegalArgumentException(
          "cannot keep " + keptRecords + " of " + kept + " records that are not durable");
    }
    kill();
    written.subList(durable + keptRecords, written.size()).clear();
  }

  /** Holds up every sync of an open log from now on until {@link #resumeSyncs}. */
  public synchronized void stallSyncs() {
    faults.stallSyncs(true);
  }

  /** Lets syncs go on. */
  public synchronized void resumeSyncs() {
    faults.stallSyncs(false);
    notifyAll();
  }

  /** Makes the next sync fail. What it should have made durable stays written. */
  public synchronized void failNextSync(String reason) {
    faults.failNextSync(reason);
  }

  /** Makes the next write fail, as on a full disk. Nothing of it is written. */
  public synchronized void failNextWrite(String reason) {
    faults.failNextWrite(reason);
  }

  /** Returns everything durable, oldest first. */
  public synchronized List<LogRecord> durableRecords() {
    return List.copyOf(written.subList(0, durable));
  }

  /** Returns how many records are written and not durable. */
  public synchronized int unsyncedRecords() {
    return written.size() - durable;
  }

  /** Returns the snapshots on this disk. */
  public MemorySnapshots snapshots() {
    return snapshots;
  }

  /** Returns what the node durably knows of its peers. */
  public synchronized MemoryPeers peers() {
    return peers;
  }

  /** Returns how often the disk has been opened. */
  public synchronized long boot() {
    return boots.boot();
  }

  /** Gives the disk to {@code log}, and makes durable what is found on it (rule D3). */
  synchronized Identity attach(MemoryLog log, ClusterId cluster, NodeId node) throws IOException {
    if (owner != null) {
      throw new IOException("the memory disk is in use by another log; close that one first");
    }
    checkBelongsTo(cluster, node);
    faults.throwOnSync();
    advanceDurable(written.size());
    this.cluster = cluster;
    this.node = node;
    owner = log;
    boots = boots.opened(processes.incrementAndGet());
    return new Identity(cluster, node, incarnation, boots);
  }

  private void checkBelongsTo(ClusterId cluster, NodeId node) throws IOException {
    if (this.cluster != null && !(cluster.equals(this.cluster) && node.equals(this.node))) {
      throw new IOException(
          "the memory disk belongs to node "
              + this.node
              + " of cluster "
              + this.cluster
              + ", not to node "
              + node
              + " of cluster "
              + cluster
              + "; give each node a disk of its own");
    }
  }

  synchronized void detach(MemoryLog log) {
    if (owner == log) {
      owner = null;
    }
  }

  /** Returns how many records are written once these are. */
  synchronized int write(MemoryLog log, List<LogRecord> records) throws IOException {
    checkOwner(log);
    if (!records.isEmpty()) {
      faults.throwOnWrite();
      written.addAll(records);
    }
    return droppedRecords + written.size();
  }

  synchronized boolean isDurable(MemoryLog log, int throughRecord) throws IOException {
    checkOwner(log);
    return throughRecord <= droppedRecords + durable;
  }

  synchronized int writtenThrough() {
    return droppedRecords + written.size();
  }

  /** Makes the oldest {@code throughRecord} records durable, and waits while syncs are stalled. */
  synchronized void sync(MemoryLog log, int throughRecord) throws IOException {
    checkOwner(log);
    awaitResumedSyncs(log);
    faults.throwOnSync();
    advanceDurable(Math.max(durable, throughRecord - droppedRecords));
  }

  synchronized List<Decree> read(MemoryLog log, long firstSlot, long throughSlot, long maxBytes)
      throws IOException {
    checkOwner(log);
    return durableDecrees.read(firstSlot, throughSlot, maxBytes);
  }

  /** Drops, oldest first, what speaks of no slot above this one. */
  synchronized void compact(MemoryLog log, long throughSlot) throws IOException {
    checkOwner(log);
    int dropped = Droppable.count(written.subList(0, durable), throughSlot);
    written.subList(0, dropped).clear();
    durable -= dropped;
    droppedRecords += dropped;
    durableDecrees.forgetThrough(throughSlot);
  }

  private void awaitResumedSyncs(MemoryLog log) throws IOException {
    boolean interrupted = false;
    try {
      while (faults.isStalled()) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true; // a sync cannot be called off
        }
        checkOwner(log);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void checkOwner(MemoryLog log) throws IOException {
    if (owner != log) {
      throw new DetachedException();
    }
  }

  private void advanceDurable(int throughRecord) {
    written.subList(durable, throughRecord).forEach(durableDecrees::add);
    durable = throughRecord;
  }
}
