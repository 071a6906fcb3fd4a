package io.github.multipaxos.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.spi.SnapshotStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link io.github.multipaxos.spi.SnapshotStore#assemble}. Part of {@link
 * SnapshotStoreConformance}.
 */
public interface SnapshotAssemblyConformance extends LogBench {

  /** "How many bytes are there now; the snapshot's length once it is whole … and listed." */
  @Test
  default void listsWhatItPutTogetherWhenItIsWhole() throws Exception {
    byte[] content = SampleSnapshots.content(1000, 1);
    SnapshotId snapshot = SampleSnapshots.idOf(5, content);
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();

      assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 0, 400));
      assertEquals(800, SampleSnapshots.offer(store, snapshot, content, 400, 400));
      assertEquals(List.of(), store.list(), "before it is whole");
      assertEquals(1000, SampleSnapshots.offer(store, snapshot, content, 800, 400));

      assertEquals(List.of(snapshot), store.list());
      assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
      assertEquals(1000, SampleSnapshots.offer(store, snapshot, content, 0, 400), "it is whole");
    }
  }

  /** "A part that does not continue what is there changes nothing." */
  @Test
  default void ignoresPartsThatDoNotContinueWhatIsThere() throws Exception {
    byte[] content = SampleSnapshots.content(1000, 1);
    SnapshotId snapshot = SampleSnapshots.idOf(5, content);
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();

      assertEquals(0, SampleSnapshots.offer(store, snapshot, content, 400, 400), "too far");
      assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 0, 400));
      assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 0, 400), "again");
      assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 200, 400), "overlapping");
      assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 800, 400), "too far");
      assertEquals(400, store.assemble(snapshot, 400, Bytes.EMPTY), "empty");
      assertEquals(1000, SampleSnapshots.offer(store, snapshot, content, 400, 600));

      assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
    }
  }

  /** "A part of another one begins that and drops what there was." */
  @Test
  default void neverMixesPartsOfDifferentSnapshots() throws Exception {
    byte[] content = SampleSnapshots.content(1000, 1);
    SnapshotId snapshot = SampleSnapshots.idOf(5, content);
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();
      for (long slot = 5; slot <= 6; slot++) {
        byte[] other = SampleSnapshots.content(900, 2);
        SnapshotId another = SampleSnapshots.idOf(slot, other);

        assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 0, 400));
        assertEquals(0, SampleSnapshots.offer(store, another, other, 400, 400), "another one");
        assertEquals(300, SampleSnapshots.offer(store, another, other, 0, 300));
        assertEquals(0, SampleSnapshots.offer(store, snapshot, content, 400, 400), "dropped");
      }

      assertEquals(1000, SampleSnapshots.offer(store, snapshot, content, 0, 1000));
      assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
    }
  }

  /** "0 if it was whole and its checksum was wrong, so that it has been dropped." */
  @Test
  default void dropsWhatDoesNotMatchItsChecksum() throws Exception {
    byte[] content = SampleSnapshots.content(1000, 1);
    SnapshotId snapshot = SampleSnapshots.idOf(5, content);
    byte[] damaged = content.clone();
    damaged[300] ^= 1;
    try (LogProbe log = LogProbe.open(this, newStorage())) {
      SnapshotStore store = log.snapshots();

      assertEquals(400, SampleSnapshots.offer(store, snapshot, damaged, 0, 400));
      assertEquals(0, SampleSnapshots.offer(store, snapshot, content, 400, 600), "a flipped bit");
      assertEquals(List.of(), store.list());

      assertEquals(400, SampleSnapshots.offer(store, snapshot, content, 0, 400), "begun again");
      assertEquals(1000, SampleSnapshots.offer(store, snapshot, content, 400, 600));
      assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
    }
  }

  /** "What has been put together outlives the process." */
  @Test
  default void goesOnWithThePartsOfAnEarlierProcess() throws Exception {
    LogStorage storage = newStorage();
    byte[] content = SampleSnapshots.content(100_000, 1);
    SnapshotId snapshot = SampleSnapshots.idOf(5, content);
    try (LogProbe log = LogProbe.open(this, storage)) {
      SampleSnapshots.offer(log.snapshots(), snapshot, content, 0, 60_000);
      assertGoesOn(storage.afterKill(), snapshot, content);
    }
    assertGoesOn(storage, snapshot, content);
  }

  private void assertGoesOn(LogStorage storage, SnapshotId snapshot, byte[] content)
      throws Exception {
    try (LogProbe log = LogProbe.open(this, storage)) {
      SnapshotStore store = log.snapshots();
      assertEquals(List.of(), store.list());
      assertEquals(60_000, SampleSnapshots.offer(store, snapshot, content, 0, 100));
      assertEquals(100_000, SampleSnapshots.offer(store, snapshot, content, 60_000, 40_000));
      assertArrayEquals(content, SampleSnapshots.read(store, snapshot));
    }
  }

  /** "The snapshot's length once it is whole, checked, durable and listed." */
  @Test
  default void keepsThroughAPowerCutWhatItPutTogether() throws Exception {
    LogStorage storage = newStorage();
    StorageFaults faults = faultsOf(storage);
    byte[] content = SampleSnapshots.content(100_000, 1);
    SnapshotId snapshot = SampleSnapshots.idOf(5, content);
    try (LogProbe log = LogProbe.open(this, storage)) {
      SampleSnapshots.offer(log.snapshots(), snapshot, content, 0, 60_000);
      SampleSnapshots.offer(log.snapshots(), snapshot, content, 60_000, 60_000);

      try (LogProbe next = LogProbe.open(this, faults.afterPowerCut())) {
        assertEquals(List.of(snapshot), next.snapshots().list());
        assertArrayEquals(content, SampleSnapshots.read(next.snapshots(), snapshot));
      }
    }
  }
}
