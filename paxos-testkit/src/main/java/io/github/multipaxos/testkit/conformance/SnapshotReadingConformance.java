package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.SnapshotStore#open} and {@link
 * io.github.multipaxos.spi.SnapshotStore#read}. Part of {@link SnapshotStoreConformance}.
 */
public interface SnapshotReadingConformance extends LogBench {

  /** Opens "the bytes", all of them, however many there are. */
  @Test
  default void opensTheBytesThatWereWritten() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();
      for (int bytes : new int[] {1, 511, 65_536, 1_000_000}) {
        byte[] content = SampleSnapshots.content(bytes, bytes);

        SnapshotId snapshot = SampleSnapshots.take(store, bytes, content);

        assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
      }
    }
  }

  /** "Or nothing if the snapshot is … gone": two of another checksum are not the same. */
  @Test
  default void opensNoOtherSnapshotThanTheOneAskedFor() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();
      SnapshotId five = SampleSnapshots.take(store, 5, SampleSnapshots.content(10, 1));
      for (SnapshotId other :
          new SnapshotId[] {
            new SnapshotId(4, 10, five.checksum()),
            new SnapshotId(5, 9, five.checksum()),
            new SnapshotId(5, 10, five.checksum() + 1)
          }) {
        assertNull(SampleSnapshots.read(store, other), "opened " + other);
        assertEquals(Optional.empty(), store.read(other, 0, 5), "read " + other);
      }
    }
  }

  /** "From offset on, as many bytes as there are up to maxBytes." */
  @Test
  default void readsPartsThatMakeUpTheWhole() throws Exception {
    byte[] content = SampleSnapshots.content(100_000, 1);
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();
      SnapshotId snapshot = SampleSnapshots.take(store, 5, content);

      for (int at = 0; at < content.length; at += 30_000) {
        int count = Math.min(30_000, content.length - at);
        Bytes part = Bytes.wrap(content, at, count);
        assertEquals(Optional.of(part), store.read(snapshot, at, 30_000), "from " + at);
      }
      assertEquals(Optional.of(Bytes.EMPTY), store.read(snapshot, content.length, 1), "the end");
    }
  }

  /** "Called by several threads." */
  @Test
  default void givesPartsWhileASnapshotIsTaken() throws Exception {
    byte[] content = SampleSnapshots.content(50_000, 1);
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();
      SnapshotId snapshot = SampleSnapshots.take(store, 5, content);
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> readOften(store, snapshot, content));
      for (long slot = 6; slot <= 15; slot++) {
        SampleSnapshots.take(store, slot, content);
        store.remove(SampleSnapshots.idOf(slot - 1, slot == 6 ? new byte[0] : content));
      }

      log.await(reading, "parts are read");
      assertEquals(2, store.list().size());
    }
  }

  private static void readOften(SnapshotStore store, SnapshotId snapshot, byte[] content) {
    try {
      for (int i = 0; i < 50; i++) {
        int at = i * 900;
        Bytes part = Bytes.wrap(content, at, 900);
        assertEquals(Optional.of(part), store.read(snapshot, at, 900));
        assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
