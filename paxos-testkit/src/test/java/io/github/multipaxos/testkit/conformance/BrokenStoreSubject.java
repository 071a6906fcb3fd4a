package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import java.time.Duration;

/** Runs the suite on a broken store. Not a test by itself: {@link SnapshotSuiteTest} runs it. */
class BrokenStoreSubject implements SnapshotStoreConformance {

  static BrokenStore broken = BrokenStore.LISTS_THE_OLDEST_FIRST;

  @Override
  public LogStorage newStorage() {
    return new MemoryStorage(
        new MemoryDisk(),
        (disk, log) -> {
          SnapshotStore store = broken.on(disk.snapshots());
          return new ForwardingLog(log) {
            @Override
            public SnapshotStore snapshots() {
              return store;
            }
          };
        });
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(500);
  }
}
