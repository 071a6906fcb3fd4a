/**
 * A log and a network that live in memory, for tests and for trying things out in one process.
 *
 * <p>Both keep every promise of the interfaces they implement, as the conformance suites check, and
 * add what tests need: a {@link io.github.multipaxos.testkit.memory.MemoryDisk} can lose power,
 * stall and fail; a {@link io.github.multipaxos.testkit.memory.MemoryNetwork} can be cut and lose
 * messages. Each comes <em>threaded</em>, working by itself like the real thing, or
 * <em>stepped</em>, doing nothing until the test says so and then on the thread of the test.
 *
 * <p>Read {@link io.github.multipaxos.testkit.memory.MemoryDisk} first: it says what survives what.
 */
@NullMarked
package io.github.multipaxos.testkit.memory;

import org.jspecify.annotations.NullMarked;
