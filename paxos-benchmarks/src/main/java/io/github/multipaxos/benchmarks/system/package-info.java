/**
 * What a system under test has to offer. Its adapter implements {@link
 * io.github.multipaxos.benchmarks.system.ReplicatedSystem}; all else is the benchmark's.
 *
 * <p>An adapter does no more than its system's own API asks for: the benchmark counts and times
 * what passes between {@link io.github.multipaxos.benchmarks.system.Driver} and {@link
 * io.github.multipaxos.benchmarks.system.Completions}, so whatever an adapter adds is held against
 * its system.
 */
@NullMarked
package io.github.multipaxos.benchmarks.system;

import org.jspecify.annotations.NullMarked;
