package io.github.multipaxos.log;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;

/** Snapshots for tests: what is in them, and how they get into a store and out again. */
final class SnapshotSamples {

  private SnapshotSamples() {}

  /** Returns bytes that look like no others of another seed. */
  static byte[] content(int bytes, long seed) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  static SnapshotId idOf(long slot, byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return new SnapshotId(slot, content.length, (int) crc.getValue());
  }

  /** Takes a snapshot, written in two pieces. */
  static SnapshotId take(SnapshotStore store, long slot, byte[] content) throws IOException {
    try (SnapshotStore.Draft draft = store.begin(slot)) {
      draft.write(content, 0, content.length / 2);
      draft.write(content, content.length / 2, content.length - content.length / 2);
      return draft.finish();
    }
  }

  /** Returns what the store says is in the snapshot; nothing if it says that it is damaged. */
  static Optional<byte[]> read(SnapshotStore store, SnapshotId snapshot) throws IOException {
    Optional<InputStream> opened = store.open(snapshot);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = opened.get()) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** Offers the part that begins there. */
  static long offer(SnapshotStore store, long slot, byte[] content, long offset, int bytes)
      throws IOException {
    int count = (int) Math.min(bytes, content.length - offset);
    return store.assemble(
        idOf(slot, content), offset, Bytes.wrap(content, Math.toIntExact(offset), count));
  }

  /**
   * Does what a node does that fetches a snapshot: offers the first part, and then always the one
   * that the store is waiting for, until the snapshot is whole.
   *
   * @return how many times all had to be fetched again because the checksum was wrong
   */
  static int fetch(SnapshotStore store, long slot, byte[] content, int partBytes)
      throws IOException {
    int drops = 0;
    long bytes = 0;
    while (bytes < content.length) {
      bytes = offer(store, slot, content, bytes, partBytes);
      drops += bytes == 0 ? 1 : 0;
      if (drops > 2) {
        throw new AssertionError("the store drops what it is given again and again");
      }
    }
    return drops;
  }
}
