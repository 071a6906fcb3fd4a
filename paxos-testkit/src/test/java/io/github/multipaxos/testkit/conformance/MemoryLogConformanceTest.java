package io.github.multipaxos.testkit.conformance;

/** The memory log keeps every promise of its interface. */
class MemoryLogConformanceTest implements DurableLogConformance, SnapshotStoreConformance {

  @Override
  public LogStorage newStorage() {
    return new MemoryStorage();
  }
}
