package io.github.multipaxos.protocol;

import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;

/**
 * Fetches a snapshot from a peer, part by part (rule L9). One part is asked for at a time, after
 * the one before has been kept, so that neither memory nor the network nor the disk is ever
 * flooded; a budget for each tick holds it back further. Which peer and which snapshot may change
 * under way: what was put together of the same snapshot is not fetched again, by this process or
 * the next.
 */
final class SnapshotFetch {

  /** A source that does not answer so often is given up. */
  private static final int PATIENCE = 8;

  private final Outbox outbox;
  private final int retransmitTicks;
  private final long bytesPerTick;
  private NodeId source = NodeId.NOBODY;
  private SnapshotId snapshot = SnapshotId.NONE;
  private long offset;
  private boolean isKeeping;
  private boolean isDue;
  private long askedTick;
  private int unanswered;
  private long notBeforeTick;
  private long budgetBytes;
  private long budgetTick;

  SnapshotFetch(Outbox outbox, ReplicaConfig config) {
    this.outbox = outbox;
    this.retransmitTicks = config.retransmitTicks();
    this.bytesPerTick = config.transferBytesPerTick();
  }

  boolean isUnderway() {
    return !source.equals(NodeId.NOBODY);
  }

  /** Begins to fetch the newest snapshot of a peer, unless one has just failed. */
  void begin(NodeId peer, long tick) {
    if (!isUnderway() && tick >= notBeforeTick) {
      source = peer;
      snapshot = SnapshotId.NONE;
      offset = 0;
      unanswered = 0;
      isKeeping = false;
      isDue = true;
      pursue(tick);
    }
  }

  /** A part came. One of another snapshot than asked for begins that: the sender has no other. */
  void onPart(NodeId from, SnapshotPart part, long chosenThrough, long tick) {
    if (!from.equals(source) || isKeeping) {
      return;
    }
    if (part.snapshot().slot() <= chosenThrough) {
      notBeforeTick = tick + retransmitTicks; // or peers without one would be asked in circles
      end(); // nothing new in it
      return;
    }
    boolean isSame = part.snapshot().equals(snapshot);
    if (part.offset() != (isSame ? offset : 0)) {
      return; // a late copy
    }
    if (!isSame) {
      snapshot = part.snapshot();
      outbox.notice(new Notice.FetchesSnapshot(source, snapshot));
    }
    offset = part.offset();
    unanswered = 0;
    isKeeping = true;
    budgetBytes -= part.part().size();
    outbox.task(new SnapshotTask.Keep(snapshot, offset, part.part()));
  }

  /**
   * So much of a snapshot is kept now. Returns whether it is whole.
   *
   * @param isFailed whether the disk or the checksum failed, so that nothing is
   */
  boolean onKept(SnapshotId kept, long bytes, boolean isFailed, long tick) {
    if (!isKeeping || !kept.equals(snapshot)) {
      return false;
    }
    isKeeping = false;
    if (isFailed) {
      outbox.notice(new Notice.LosesSnapshot(source, snapshot));
      notBeforeTick = tick + (long) PATIENCE * retransmitTicks;
      end();
      return false;
    }
    offset = bytes;
    if (bytes == snapshot.bytes()) {
      end();
      return true;
    }
    isDue = true;
    pursue(tick);
    return false;
  }

  /** Asks for what is due, as far as the budget goes, and again for what has not come. */
  void pursue(long tick) {
    if (!isUnderway() || isKeeping) {
      return;
    }
    refill(tick);
    boolean isOverdue = !isDue && tick - askedTick >= retransmitTicks;
    if (isOverdue && ++unanswered >= PATIENCE) {
      end();
    } else if ((isDue && budgetBytes > 0) || isOverdue) {
      isDue = false;
      askedTick = tick;
      outbox.send(source, new AskSnapshot(snapshot.slot(), offset));
    }
  }

  private void refill(long tick) {
    if (tick > budgetTick) {
      long more = Math.min(tick - budgetTick, retransmitTicks) * bytesPerTick;
      budgetBytes = Math.min(budgetBytes + more, bytesPerTick);
      budgetTick = tick;
    }
  }

  private void end() {
    source = NodeId.NOBODY;
  }

  /** Returns what is being fetched, {@link SnapshotId#NONE} if nothing is. */
  SnapshotId snapshot() {
    return isUnderway() ? snapshot : SnapshotId.NONE;
  }

  /** Returns how much of it is there. */
  long bytes() {
    return offset;
  }
}
