package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Does what another store does, but for what a broken one overrides. */
class ForwardingSnapshots implements SnapshotStore {

  final SnapshotStore store;

  ForwardingSnapshots(SnapshotStore store) {
    this.store = store;
  }

  @Override
  public List<SnapshotId> list() throws IOException {
    return store.list();
  }

  @Override
  public Draft begin(long slot) throws IOException {
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
    return store.assemble(snapshot, offset, part);
  }

  @Override
  public void remove(SnapshotId snapshot) throws IOException {
    store.remove(snapshot);
  }
}
