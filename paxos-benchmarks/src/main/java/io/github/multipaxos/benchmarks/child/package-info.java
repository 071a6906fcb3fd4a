/**
 * The replica processes: each hosts one replica, or all of them, and answers lines.
 *
 * <p>Read {@link io.github.multipaxos.benchmarks.child.ReplicaHost} first; {@code ClosedLoop} is
 * what puts the load on.
 */
@NullMarked
package io.github.multipaxos.benchmarks.child;

import org.jspecify.annotations.NullMarked;
