package io.github.multipaxos.testkit.memory;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Snapshots in memory. They outlive the node that made them, as files would. */
public final class MemorySnapshots implements SnapshotStore {

  private final TreeMap<Long, byte[]> bySlot = new TreeMap<>();
  private final TreeMap<Long, SnapshotId> ids = new TreeMap<>();
  private SnapshotId assembling = SnapshotId.NONE;
  private ByteArrayOutputStream assembled = new ByteArrayOutputStream();

  /** Makes an empty store. */
  public MemorySnapshots() {}

  /** Returns another store with the same snapshots, and the same parts of one. */
  public synchronized MemorySnapshots copy() {
    MemorySnapshots copy = new MemorySnapshots();
    bySlot.forEach((slot, bytes) -> copy.bySlot.put(slot, bytes.clone()));
    copy.ids.putAll(ids);
    copy.assembling = assembling;
    copy.assembled.writeBytes(assembled.toByteArray());
    return copy;
  }

  /** Loses the parts of a snapshot that is not whole yet, as a power cut may. */
  public synchronized void losePart() {
    assembling = SnapshotId.NONE;
    assembled = new ByteArrayOutputStream();
  }

  /**
   * Flips a bit of the newest snapshot, as a disk may. Tells whether there was one.
   *
   * @param at which byte, modulo the snapshot's length
   */
  public synchronized boolean rot(int at) {
    if (bySlot.isEmpty()) {
      return false;
    }
    byte[] bytes = bySlot.lastEntry().getValue();
    bytes[Math.floorMod(at, bytes.length)] ^= 1;
    return true;
  }

  @Override
  public synchronized List<SnapshotId> list() {
    List<SnapshotId> list = new ArrayList<>(ids.values());
    Collections.reverse(list);
    return list;
  }

  @Override
  public Draft begin(long slot) {
    ByteArrayOutputStream draft = new ByteArrayOutputStream();
    return new Draft() {
      @Override
      public void write(byte[] bytes, int offset, int count) {
        draft.write(bytes, offset, count);
      }

      @Override
      public SnapshotId finish() {
        return put(slot, draft.toByteArray());
      }

      @Override
      public void close() {
        // What is not finished is nowhere.
      }
    };
  }

  private synchronized SnapshotId put(long slot, byte[] bytes) {
    SnapshotId id = new SnapshotId(slot, bytes.length, checksum(bytes));
    bySlot.put(slot, bytes);
    ids.put(slot, id);
    return id;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private byte @Nullable [] find(SnapshotId snapshot) {
    return snapshot.equals(ids.get(snapshot.slot())) ? bySlot.get(snapshot.slot()) : null;
  }

  @Override
  public synchronized Optional<InputStream> open(SnapshotId snapshot) {
    byte[] bytes = find(snapshot);
    return bytes == null || checksum(bytes) != snapshot.checksum()
        ? Optional.empty()
        : Optional.of(new ByteArrayInputStream(bytes));
  }

  @Override
  public synchronized Optional<Bytes> read(SnapshotId snapshot, long offset, int maxBytes) {
    byte[] bytes = find(snapshot);
    if (bytes == null || offset > bytes.length) {
      return Optional.empty();
    }
    int count = (int) Math.min(maxBytes, bytes.length - offset);
    return Optional.of(Bytes.wrap(Bytes.wrap(bytes, (int) offset, count).toArray()));
  }

  @Override
  public synchronized long assemble(SnapshotId snapshot, long offset, Bytes part) {
    if (snapshot.equals(ids.get(snapshot.slot()))) {
      return snapshot.bytes();
    }
    if (!snapshot.equals(assembling)) {
      assembling = snapshot;
      assembled = new ByteArrayOutputStream();
    }
    if (offset == assembled.size()) {
      assembled.writeBytes(part.toArray());
    }
    if (assembled.size() < snapshot.bytes()) {
      return assembled.size();
    }
    byte[] whole = assembled.toByteArray();
    losePart();
    return checksum(whole) == snapshot.checksum() && whole.length == snapshot.bytes()
        ? put(snapshot.slot(), whole).bytes()
        : 0;
  }

  @Override
  public synchronized void remove(SnapshotId snapshot) {
    if (snapshot.equals(ids.get(snapshot.slot()))) {
      ids.remove(snapshot.slot());
      bySlot.remove(snapshot.slot());
    }
  }
}
