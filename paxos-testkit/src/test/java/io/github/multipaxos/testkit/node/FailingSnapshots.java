package io.github.multipaxos.testkit.node;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store on a disk that is full for as long as a test wants it to be. */
final class FailingSnapshots implements SnapshotStore {

  private final SnapshotStore store;
  private final Sightings<String> failures = new Sightings<>();
  private volatile boolean isFull;

  FailingSnapshots(SnapshotStore store) {
    this.store = store;
  }

  void fill(boolean isFull) {
    this.isFull = isFull;
  }

  /** What was refused for lack of room. */
  Sightings<String> failures() {
    return failures;
  }

  private void checkRoom(String what) throws IOException {
    if (isFull) {
      failures.add(what);
      throw new IOException("no space left on the device");
    }
  }

  @Override
  public List<SnapshotId> list() throws IOException {
    return store.list();
  }

  @Override
  public Draft begin(long slot) throws IOException {
    checkRoom("begin");
    return store.begin(slot);
  }

  @Override
  public Optional<InputStream> open(SnapshotId snapshot) throws IOException {
    return store.open(snapshot);
  }

  @Override
  public Optional<Bytes> read(SnapshotId snapshot, long offset, int maxBytes) throws IOException {
    return store.read(snapshot, offset, maxBytes);
  }

  @Override
  public long assemble(SnapshotId snapshot, long offset, Bytes part) throws IOException {
    checkRoom("assemble");
    return store.assemble(snapshot, offset, part);
  }

  @Override
  public void remove(SnapshotId snapshot) throws IOException {
    store.remove(snapshot);
  }
}
