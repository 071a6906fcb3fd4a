package io.github.multipaxos.node;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Snapshots in memory, on a disk that a test can fill and damage. Their checksum is their slot. */
final class ListedSnapshots implements SnapshotStore {

  private final TreeMap<Long, byte[]> bySlot = new TreeMap<>();
  private final List<Long> damaged = new ArrayList<>();
  private final List<Long> unreadable = new ArrayList<>();
  private boolean isFull;

  void fill(boolean isFull) {
    this.isFull = isFull;
  }

  void damage(long slot) {
    damaged.add(slot);
  }

  void makeUnreadable(long slot) {
    unreadable.add(slot);
  }

  void put(long slot, byte[] bytes) {
    bySlot.put(slot, bytes);
  }

  List<Long> slots() {
    return List.copyOf(bySlot.descendingKeySet());
  }

  @Override
  public List<SnapshotId> list() {
    return bySlot.descendingMap().keySet().stream().map(this::id).toList();
  }

  private SnapshotId id(long slot) {
    return new SnapshotId(slot, bySlot.get(slot).length, (int) slot);
  }

  @Override
  public Draft begin(long slot) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Draft() {
      @Override
      public void write(byte[] more, int offset, int count) throws IOException {
        checkRoom();
        bytes.write(more, offset, count);
      }

      @Override
      public SnapshotId finish() {
        put(slot, bytes.toByteArray());
        return id(slot);
      }

      @Override
      public void close() {}
    };
  }

  private void checkRoom() throws IOException {
    if (isFull) {
      throw new IOException("no space left");
    }
  }

  @Override
  public Optional<InputStream> open(SnapshotId snapshot) throws IOException {
    checkReadable(snapshot);
    return damaged.contains(snapshot.slot())
        ? Optional.empty()
        : Optional.of(new ByteArrayInputStream(bySlot.get(snapshot.slot())));
  }

  @Override
  public Optional<Bytes> read(SnapshotId snapshot, long offset, int maxBytes) throws IOException {
    if (damaged.contains(snapshot.slot())) {
      throw new IOException("bad sector 17");
    }
    checkReadable(snapshot);
    byte[] bytes = bySlot.get(snapshot.slot());
    int count = (int) Math.min(maxBytes, bytes.length - offset);
    return Optional.of(Bytes.wrap(bytes, (int) offset, count));
  }

  private void checkReadable(SnapshotId snapshot) throws IOException {
    if (unreadable.contains(snapshot.slot())) {
      throw new IOException("bad sector 18");
    }
  }

  @Override
  public long assemble(SnapshotId snapshot, long offset, Bytes part) throws IOException {
    checkRoom();
    return offset + part.size();
  }

  @Override
  public void remove(SnapshotId snapshot) {
    bySlot.remove(snapshot.slot());
  }
}
