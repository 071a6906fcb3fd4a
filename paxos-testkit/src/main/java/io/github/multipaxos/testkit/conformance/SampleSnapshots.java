package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Snapshots, and how they get into a store and out again. */
final class SampleSnapshots {

  private SampleSnapshots() {}

  /** Returns bytes that differ from those of another seed from the first one on. */
  static byte[] content(int bytes, int seed) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) (seed + 31 * i + (i >> 8));
    }
    return content;
  }

  static SnapshotId idOf(long slot, byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return new SnapshotId(slot, content.length, (int) crc.getValue());
  }

  /** Takes a snapshot, written in pieces of different sizes. */
  static SnapshotId take(SnapshotStore store, long slot, byte[] content) throws IOException {
    try (SnapshotStore.Draft draft = store.begin(slot)) {
      int count = 1;
      for (int at = 0; at < content.length; at += count, count *= 3) {
        draft.write(content, at, Math.min(count, content.length - at));
      }
      return draft.finish();
    }
  }

  /** Returns all bytes of a snapshot, null if the store gives none. */
  static byte @Nullable [] read(SnapshotStore store, SnapshotId snapshot) throws IOException {
    Optional<InputStream> opened = store.open(snapshot);
    if (opened.isEmpty()) {
      return null;
    }
    try (InputStream in = opened.get()) {
      return in.readAllBytes();
    }
  }

  /** Offers the part of that content which begins at that offset. */
  static long offer(SnapshotStore store, SnapshotId snapshot, byte[] content, int at, int bytes)
      throws IOException {
    int count = Math.min(bytes, content.length - at);
    return store.assemble(snapshot, at, Bytes.wrap(content, at, count));
  }
}
