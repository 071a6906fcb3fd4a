/**
 * Tests of whole nodes, several of them in one process, on disks and a network in memory.
 *
 * <p>Nothing here may depend on speed. Where a test needs one leader for as long as it runs it
 * takes a {@linkplain io.github.multipaxos.testkit.node.Cluster#steady steady} cluster; where
 * leaders must change it takes a {@linkplain io.github.multipaxos.testkit.node.Cluster#quick quick}
 * one, and reckons with changes it did not ask for. Read {@code Cluster} first.
 */
@NullMarked
package io.github.multipaxos.testkit.node;

import org.jspecify.annotations.NullMarked;
