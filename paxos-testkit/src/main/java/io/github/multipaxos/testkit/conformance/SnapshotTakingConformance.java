package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.SnapshotStore#begin}, {@link
 * io.github.multipaxos.spi.SnapshotStore#list} and {@link
 * io.github.multipaxos.spi.SnapshotStore#remove}. Part of {@link SnapshotStoreConformance}.
 */
public interface SnapshotTakingConformance extends LogBench {

  /** "Returns the whole snapshots there are, newest first." */
  @Test
  default void listsTheNewestSnapshotFirst() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      SnapshotStore store = log.snapshots();
      assertEquals(List.of(), store.list(), "a new store is empty");

      SnapshotId five = SampleSnapshots.take(store, 5, SampleSnapshots.content(10, 1));
      SnapshotId seven = SampleSnapshots.take(store, 7, SampleSnapshots.content(20, 2));
      SnapshotId six = SampleSnapshots.take(store, 6, SampleSnapshots.content(30, 3));

      assertEquals(List.of(seven, six, five), store.list());
    }
  }

  /** A snapshot's name is its slot, its length, and "the CRC-32C of all its bytes". */
  @Test
  default void namesASnapshotByItsBytes() throws Exception {
    byte[] content = SampleSnapshots.content(100_000, 1);
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();

      SnapshotId snapshot = SampleSnapshots.take(store, 5, content);

      assertEquals(SampleSnapshots.idOf(5, content), snapshot);
      assertEquals(List.of(snapshot), store.list());
    }
  }

  /** "It is there … when finish returns", and not before; "drops it unless it is finished". */
  @Test
  default void listsADraftOnlyWhenItIsFinished() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage)) {
      SnapshotStore store = log.snapshots();
      try (SnapshotStore.Draft draft = store.begin(5)) {
        draft.write(SampleSnapshots.content(10, 1), 0, 10);
        assertEquals(List.of(), store.list(), "while it is written");
      }
      assertEquals(List.of(), store.list(), "when it was closed and not finished");
      SampleSnapshots.take(store, 5, SampleSnapshots.content(10, 2));
      assertEquals(1, store.list().size(), "when it was finished in a second attempt");
    }
  }

  /** "And leaves nothing behind if the process dies before." */
  @Test
  default void losesADraftWithItsProcess() throws Exception {
    LogStorage storage = newStorage();
    try (LogProbe log = LogProbe.open(this, storage);
        SnapshotStore.Draft draft = log.snapshots().begin(5)) {
      draft.write(SampleSnapshots.content(10, 1), 0, 10);

      try (LogProbe next = LogProbe.open(this, storage.afterKill())) {
        assertEquals(List.of(), next.snapshots().list());
        SampleSnapshots.take(next.snapshots(), 5, SampleSnapshots.content(10, 2));
        assertEquals(1, next.snapshots().list().size());
      }
    }
  }

  /** "It is there, for good and at once, when finish returns." */
  @Test
  default void keepsASnapshotThroughReopeningAndAKill() throws Exception {
    LogStorage storage = newStorage();
    byte[] content = SampleSnapshots.content(100_000, 1);
    SnapshotId snapshot;
    try (LogProbe log = LogProbe.open(this, storage)) {
      snapshot = SampleSnapshots.take(log.snapshots(), 5, content);
      assertKept(storage.afterKill(), snapshot, content);
    }
    assertKept(storage, snapshot, content);
  }

  /** "It is there, for good and at once, when finish returns." */
  @Test
  default void keepsASnapshotThroughAPowerCut() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    byte[] content = SampleSnapshots.content(100_000, 1);
    try (LogProbe log = LogProbe.open(this, storage)) {
      SnapshotId snapshot = SampleSnapshots.take(log.snapshots(), 5, content);
      assertKept(faults.afterPowerCut(), snapshot, content);
    }
  }

  private void assertKept(LogStorage storage, SnapshotId snapshot, byte[] content)
      throws Exception {
    try (LogProbe log = LogProbe.open(this, storage)) {
      assertEquals(List.of(snapshot), log.snapshots().list());
      assertArrayEquals(content, SampleSnapshots.read(log.snapshots(), snapshot));
    }
  }

  /** "A snapshot of the same slot is replaced." */
  @Test
  default void replacesASnapshotOfTheSameSlot() throws Exception {
    LogStorage storage = newStorage();
    byte[] later = SampleSnapshots.content(9, 2);
    try (LogProbe log = LogProbe.open(this, storage)) {
      SnapshotStore store = log.snapshots();
      SnapshotId old = SampleSnapshots.take(store, 5, SampleSnapshots.content(10, 1));
      SnapshotId next = SampleSnapshots.take(store, 5, later);

      assertEquals(List.of(next), store.list());
      assertNull(SampleSnapshots.read(store, old), "the old one is gone");
      assertArrayEquals(later, SampleSnapshots.read(store, next));
    }
  }

  /** "Removes a snapshot, if it is there." */
  @Test
  default void removesASnapshotIfItIsThere() throws Exception {
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();
      SnapshotId five = SampleSnapshots.take(store, 5, SampleSnapshots.content(10, 1));
      SnapshotId six = SampleSnapshots.take(store, 6, SampleSnapshots.content(10, 2));

      store.remove(new SnapshotId(6, 10, six.checksum() + 1));
      store.remove(new SnapshotId(4, 10, 1));
      assertEquals(List.of(six, five), store.list(), "neither was there");
      store.remove(six);
      store.remove(six);

      assertEquals(List.of(five), store.list());
      assertNull(SampleSnapshots.read(store, six), "it is gone");
    }
  }
}
