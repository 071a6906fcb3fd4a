package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message.Vow;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.protocol.Recovered;
import io.github.multipaxos.protocol.SnapshotTask;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.testkit.memory.Droppable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One node's disk: its snapshots, and its log, of which some is durable and the rest waits for a
 * sync.
 */
final class StagedDisk {

  private final List<LogRecord> durable = new ArrayList<>();
  private final Deque<Write> writes = new ArrayDeque<>();
  private final StagedSnapshots snapshots = new StagedSnapshots();
  private long readableThrough;
  private boolean isStalled;

  /**
   * What one step has appended.
   *
   * @param vows what may be said when it is durable
   * @param tasks of which compactions are to be done when it is durable
   * @param chosenThrough the chosen prefix after that step
   */
  record Write(
      List<LogRecord> records,
      List<Envelope<Vow>> vows,
      List<SnapshotTask> tasks,
      long chosenThrough) {}

  StagedSnapshots snapshots() {
    return snapshots;
  }

  void append(Write write) {
    writes.add(write);
  }

  boolean isStalled() {
    return isStalled;
  }

  void stall(boolean isStalled) {
    this.isStalled = isStalled;
  }

  boolean hasUnsynced() {
    return !writes.isEmpty();
  }

  /** Makes the oldest write durable and returns it. */
  Write sync() {
    Write write = writes.remove();
    durable.addAll(write.records());
    readableThrough = write.chosenThrough();
    write.tasks().forEach(this::compact);
    return write;
  }

  /** Rule L8. */
  private void compact(SnapshotTask task) {
    if (task instanceof SnapshotTask.Compact compact) {
      durable.subList(0, Droppable.count(durable, compact.throughSlot())).clear();
    }
  }

  /** Power is lost: of what was not synced, so many records survive. Returns those that do not. */
  List<LogRecord> crash(long kept) {
    List<LogRecord> unsynced = unsynced();
    int survivors = (int) Math.min(kept, unsynced.size());
    durable.addAll(unsynced.subList(0, survivors));
    writes.clear();
    return unsynced.subList(survivors, unsynced.size());
  }

  /**
   * Rules D5 and D6. These durable records are damaged: in the place of each stretch of them a log
   * tells that something is lost, and what it can have been. Returns how many are lost.
   */
  int rot(Predicate<LogRecord> isDamaged) {
    List<LogRecord> left = new ArrayList<>();
    LogRecord.Reached reached = LogRecord.Reached.NOTHING;
    boolean isLossOpen = false;
    int count = 0;
    for (LogRecord record : durable) {
      if (isDamaged.test(record)) {
        count++;
        isLossOpen = true;
      } else if (isLossOpen) {
        left.addAll(List.of(new LogRecord.Lost("a disk that rots"), reached, record));
        isLossOpen = false;
      } else {
        left.add(record);
      }
      reached = reached.with(record);
    }
    if (isLossOpen) {
      left.addAll(List.of(new LogRecord.Lost("a disk that rots"), reached));
    }
    durable.clear();
    durable.addAll(left);
    return count;
  }

  List<LogRecord> unsynced() {
    List<LogRecord> unsynced = new ArrayList<>();
    writes.forEach(write -> unsynced.addAll(write.records()));
    return unsynced;
  }

  List<LogRecord> durable() {
    return List.copyOf(durable);
  }

  /** Returns what a node that starts finds. All of it is durable by then (rule D3). */
  Recovered recover() {
    Recovered recovered = new Recovered();
    durable.forEach(recovered::add);
    recovered.restored(snapshots.newestSlot());
    readableThrough = recovered.chosenThrough();
    return recovered;
  }

  /** Returns what a node would remember if everything appended became durable. */
  Recovered rememberAll() {
    Recovered recovered = new Recovered();
    durable.forEach(recovered::add);
    unsynced().forEach(recovered::add);
    recovered.restored(snapshots.newestSlot());
    return recovered;
  }

  /** Returns the decree of the latest durable record of the slot, or null. */
  @Nullable Decree durableDecree(long slot) {
    return latest(durable, slot);
  }

  /** Returns the decree of the latest record of the slot, durable or not, or null. */
  @Nullable Decree decree(long slot) {
    Decree unsynced = latest(unsynced(), slot);
    return unsynced != null ? unsynced : durableDecree(slot);
  }

  private static @Nullable Decree latest(List<LogRecord> records, long slot) {
    Decree latest = null;
    for (LogRecord record : records) {
      if (record instanceof LogRecord.Voted voted && voted.slot() == slot) {
        latest = voted.vote().decree();
      } else if (record instanceof LogRecord.Learnt learnt && learnt.slot() == slot) {
        latest = learnt.decree();
      }
    }
    return latest;
  }

  /** Rule D4. Returns up to which slot chosen decrees can be read back. */
  long readableThrough() {
    return readableThrough;
  }
}
