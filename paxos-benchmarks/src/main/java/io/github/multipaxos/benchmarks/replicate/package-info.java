/**
 * The command {@code replicate}: starts replica processes of several systems in turn, loads them,
 * and reports.
 *
 * <p>Read {@link io.github.multipaxos.benchmarks.replicate.ReplicateCommand} first, then {@code
 * Campaign}, which interleaves, and {@code Measurement}, which measures once.
 */
@NullMarked
package io.github.multipaxos.benchmarks.replicate;

import org.jspecify.annotations.NullMarked;
