package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;

/** What a step owes about snapshots: work for the disk, away from the protocol. */
public sealed interface SnapshotTask {

  /**
   * Read a part and send it as a {@code SnapshotPart}.
   *
   * @param to the peer that asked
   * @param slot the slot of the snapshot asked for; 0 for the newest
   * @param offset where the part begins
   */
  record Give(NodeId to, long slot, long offset) implements SnapshotTask {}

  /**
   * Put a part to those that are there, and tell by an {@link Event.PartKept}.
   *
   * @param snapshot the snapshot it belongs to
   * @param offset where the part begins
   * @param part its bytes
   */
  record Keep(SnapshotId snapshot, long offset, Bytes part) implements SnapshotTask {}

  /**
   * Replace the state machine's state by that of a fetched snapshot, unless it is further already.
   * No decree at or below its slot will be handed out any more.
   *
   * @param snapshot the snapshot, whole and durable
   */
  record Install(SnapshotId snapshot) implements SnapshotTask {}

  /**
   * Once this step's records are durable: let the log drop what it holds of these slots.
   *
   * @param throughSlot the last of them
   */
  record Compact(long throughSlot) implements SnapshotTask {}

  /**
   * Apply these decrees from the log, when their turn comes: they joined the prefix without being
   * handed out, for the log has held them all the time, behind a gap that is closed now (rule L11).
   *
   * @param firstSlot the first of them
   * @param throughSlot the last of them
   */
  record Resume(long firstSlot, long throughSlot) implements SnapshotTask {}
}
