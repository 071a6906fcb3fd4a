package io.github.multipaxos.testkit.conformance;

/**
 * Checks the {@link io.github.multipaxos.spi.SnapshotStore} that goes with a log. Implement it in a
 * test class, in the same way as {@link DurableLogConformance}, or together with it.
 *
 * <p>Not checked, because it needs hands on the bytes: that a damaged snapshot is not opened.
 */
public interface SnapshotStoreConformance
    extends SnapshotTakingConformance, SnapshotReadingConformance, SnapshotAssemblyConformance {}
