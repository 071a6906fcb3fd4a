package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.testkit.memory.Droppable;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import io.github.multipaxos.testkit.memory.MemorySnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk that keeps records and knows no bytes. One sync makes durable whatever was appended before
 * it began; a crash keeps of the rest as many as the dice say, oldest first.
 */
final class ModelDisk implements Storage {

  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;
  private static final double SPIKE = 0.001;

  private final Timeline timeline;
  private final Dice dice;
  private final long incarnation;
  private final List<LogRecord> durable = new ArrayList<>();
  private final Map<Long, Decree> decrees = new HashMap<>();
  private final MemorySnapshots snapshots = new MemorySnapshots();
  private final MemoryPeers peers = new MemoryPeers();
  private long meanSyncNanos;
  private boolean hasSpikes;
  private long stalledUntilNanos;
  private boolean failsNext;
  private Boots boots = Boots.NONE;
  private int rots;
  private @Nullable Log open;

  ModelDisk(Timeline timeline, Dice dice, Faults faults) {
    this.timeline = timeline;
    this.dice = dice;
    this.incarnation = dice.nextLong();
    double degree = faults.degree(Fault.SLOW_DISK) * dice.fraction(); // each its own
    this.meanSyncNanos = 100 * MICROS + (long) (degree * 300 * MILLIS);
    this.hasSpikes = degree > 0;
  }

  @Override
  public DurableLog log() {
    Log log = new Log();
    open = log;
    return log;
  }

  @Override
  public void crash(boolean isPowerLost) {
    Log log = open;
    open = null;
    failsNext = false;
    if (isPowerLost && dice.chance(0.5)) {
      snapshots.losePart();
    }
    if (log != null) {
      int survivors = isPowerLost ? dice.below(log.waiting.size() + 1) : log.waiting.size();
      for (Append append : log.waiting.subList(0, survivors)) {
        append.records.forEach(this::keep);
      }
      if (survivors < log.waiting.size()) { // an append is not one piece
        List<LogRecord> torn = log.waiting.get(survivors).records;
        torn.subList(0, dice.below(torn.size() + 1)).forEach(this::keep);
      }
    }
  }

  private void keep(LogRecord record) {
    durable.add(record);
    index(record);
  }

  private void index(LogRecord record) {
    if (record instanceof LogRecord.Voted voted) {
      decrees.put(voted.slot(), voted.vote().decree());
    } else if (record instanceof LogRecord.Learnt learnt) {
      decrees.put(learnt.slot(), learnt.decree());
    }
  }

  @Override
  public void stall(long untilNanos) {
    stalledUntilNanos = Math.max(stalledUntilNanos, untilNanos);
  }

  @Override
  public void failNext() {
    failsNext = true;
  }

  @Override
  public boolean rotSnapshot() {
    return snapshots.rot(dice.below(Integer.MAX_VALUE));
  }

  /** A stretch of records is lost; what comes behind it says what it can have held. */
  @Override
  public boolean rotLog() {
    if (durable.isEmpty()) {
      return false;
    }
    int first = dice.below(durable.size());
    int most = dice.chance(0.2) ? durable.size() : 8;
    int end = first + 1 + dice.below(Math.min(most, durable.size() - first));
    while (end < durable.size() && durable.get(end) instanceof LogRecord.Reached) {
      end++; // it bounds a loss, and if that is within this one it bounds this one too
    }
    LogRecord.Reached reached = LogRecord.Reached.NOTHING;
    for (LogRecord record : durable.subList(0, end)) {
      reached = reached.with(record);
    }
    durable.subList(first, end).clear();
    durable.addAll(first, List.of(new LogRecord.Lost("rot " + ++rots), reached));
    decrees.clear();
    durable.forEach(this::index);
    return true;
  }

  @Override
  public boolean mendLog() {
    return false; // it is never refused
  }

  @Override
  public void bearRot() {
    // nothing is ever taken back
  }

  @Override
  public boolean isPowerLost() {
    return false;
  }

  @Override
  public void calm() {
    meanSyncNanos = 100 * MICROS;
    hasSpikes = false;
    stalledUntilNanos = 0;
    failsNext = false;
    if (open != null) {
      open.hurry();
    }
  }

  private long syncNanos() {
    boolean isSpike = hasSpikes && dice.chance(SPIKE);
    long sync = dice.tailed(30 * MICROS, isSpike ? 20 * meanSyncNanos : meanSyncNanos);
    return Math.max(0, stalledUntilNanos - timeline.nanos()) + sync;
  }

  private record Append(List<LogRecord> records, Runnable whenDurable) {}

  /** The log of one process. */
  private final class Log implements DurableLog {
    private final List<Append> waiting = new ArrayList<>();
    private final PeerMemory known = peers.openedBy(task -> append(List.of(), task));
    private @Nullable FailureListener listener;
    private boolean isSyncing;
    private boolean hasFailed;
    private long syncs;

    @Override
    public Identity open(
        ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener listener)
        throws IOException {
      if (failsNext) {
        failsNext = false;
        throw new IOException("the disk of node " + node + " cannot be read");
      }
      this.listener = listener;
      durable.forEach(replay);
      boots = boots.opened(boots.boot()); // shown to nobody: there are no handshakes
      return new Identity(cluster, node, incarnation, boots);
    }

    @Override
    public void append(List<LogRecord> records, Runnable whenDurable) {
      waiting.add(new Append(records, whenDurable));
      sync();
    }

    private void sync() {
      if (!isSyncing && !hasFailed && !waiting.isEmpty()) {
        isSyncing = true;
        int group = waiting.size();
        boolean isForNothing = waiting.stream().allMatch(append -> append.records.isEmpty());
        long sync = ++syncs;
        timeline.after(isForNothing ? 0 : syncNanos(), () -> synced(sync, group));
      }
    }

    /** Begins the sync under way anew. */
    private void hurry() {
      isSyncing = false;
      sync();
    }

    private void synced(long sync, int appends) {
      if (open != this || sync != syncs) {
        return; // the process is gone, or a later sync does it
      }
      isSyncing = false;
      if (failsNext) {
        failsNext = false;
        hasFailed = true;
        listener.failed("the disk cannot sync", new IOException("simulated"));
        return;
      }
      List<Append> group = List.copyOf(waiting.subList(0, appends));
      waiting.subList(0, appends).clear();
      group.forEach(append -> append.records.forEach(ModelDisk.this::keep));
      for (Append append : group) {
        append.whenDurable.run();
      }
      sync();
    }

    @Override
    public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) {
      List<Decree> found = new ArrayList<>();
      long bytes = 0;
      for (long slot = firstSlot; slot <= throughSlot; slot++) {
        Decree decree = decrees.get(slot);
        if (decree == null || (!found.isEmpty() && bytes + decree.bytes() > maxBytes)) {
          break;
        }
        bytes += decree.bytes();
        found.add(decree);
      }
      return found;
    }

    /** Drops, oldest first, what speaks of no slot above this one. */
    @Override
    public void compact(long throughSlot) {
      if (open == this) {
        int dropped = Droppable.count(durable, throughSlot);
        durable.subList(0, dropped).clear();
        decrees.keySet().removeIf(slot -> slot <= throughSlot);
      }
    }

    @Override
    public SnapshotStore snapshots() {
      return snapshots;
    }

    @Override
    public PeerMemory peers() {
      return known;
    }

    @Override
    public void close() {
      open = null;
    }
  }
}
