/**
 * Checks for those who write a {@link io.github.multipaxos.spi.DurableLog} with its {@link
 * io.github.multipaxos.spi.SnapshotStore}, or a {@link io.github.multipaxos.spi.Transport}, of
 * their own: every sentence of the interface that can be checked from outside.
 *
 * <p>The suites are interfaces with default test methods for JUnit 5. A test class that implements
 * {@link io.github.multipaxos.testkit.conformance.DurableLogConformance}, {@link
 * io.github.multipaxos.testkit.conformance.SnapshotStoreConformance} or {@link
 * io.github.multipaxos.testkit.conformance.TransportConformance} and says how to make the thing to
 * be tested inherits them all. They never need the implementation to be fast; a check that an
 * implementation passes takes as long as the implementation does, and one that it hangs in gives up
 * after its {@code patience()}. A check that does not apply can be overridden.
 *
 * <p>JUnit is an optional dependency of this module, so the test module declares {@code
 * org.junit.jupiter:junit-jupiter} itself.
 *
 * <p>Read {@link io.github.multipaxos.testkit.conformance.LogStorage} first: the suite for logs
 * needs to be told what a crash leaves.
 */
@NullMarked
package io.github.multipaxos.testkit.conformance;

import org.jspecify.annotations.NullMarked;
