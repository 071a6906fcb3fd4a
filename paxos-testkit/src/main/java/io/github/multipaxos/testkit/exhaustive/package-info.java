/**
 * Every interleaving of a small cluster, with the real replica at its heart.
 *
 * <p>A replica is a function of the events it was given, so a node's state is known by the events
 * that lead to it, and what one event does to it is worked out once. The states of a cluster are
 * then small tuples of numbers, and millions of them fit into memory. Messages are never removed:
 * each may be delivered at any time, any number of times, or never, which covers loss, repetition,
 * delay and reordering.
 */
@NullMarked
package io.github.multipaxos.testkit.exhaustive;

import org.jspecify.annotations.NullMarked;
