package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.protocol.Event;
import io.github.multipaxos.protocol.SnapshotTask;
import java.util.TreeMap;

/** One node's snapshots. What is in one does not matter here: it has ten bytes for each slot. */
final class StagedSnapshots {

  private static final int SLOT_BYTES = 10;

  private final TreeMap<Long, SnapshotId> bySlot = new TreeMap<>();

  /** Adds a snapshot, keeps the newest two, and returns up to where the log is not needed. */
  long take(long slot) {
    bySlot.put(slot, new SnapshotId(slot, slot * SLOT_BYTES, (int) slot));
    while (bySlot.size() > 2) {
      bySlot.pollFirstEntry();
    }
    return bySlot.size() < 2 ? 0 : bySlot.firstKey();
  }

  /** Returns the slot of the newest; 0 if there is none. */
  long newestSlot() {
    return bySlot.isEmpty() ? 0 : bySlot.lastKey();
  }

  /** The newest can no longer be read. Returns false if there is none. */
  boolean damage() {
    return bySlot.pollLastEntry() != null;
  }

  /** Returns the part that was asked for, or the first one of the newest there is. */
  SnapshotPart give(long slot, long offset, int parts) {
    SnapshotId wanted = bySlot.get(slot);
    if (wanted != null && offset < wanted.bytes()) {
      return part(wanted, offset, parts);
    }
    return bySlot.isEmpty()
        ? new SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY)
        : part(bySlot.lastEntry().getValue(), 0, parts);
  }

  private static SnapshotPart part(SnapshotId snapshot, long offset, int parts) {
    long size = (snapshot.bytes() + parts - 1) / parts;
    int bytes = (int) Math.min(size, snapshot.bytes() - offset);
    return new SnapshotPart(snapshot, offset, Bytes.wrap(new byte[bytes]));
  }

  /** Puts a part to those before it. Of the last one the snapshot is whole. */
  Event keep(SnapshotTask.Keep keep) {
    long bytes = keep.offset() + keep.part().size();
    if (bytes == keep.snapshot().bytes()) {
      bySlot.headMap(keep.snapshot().slot()).clear(); // their log has a gap from now on
      bySlot.put(keep.snapshot().slot(), keep.snapshot());
    }
    return new Event.PartKept(keep.snapshot(), bytes, false);
  }
}
