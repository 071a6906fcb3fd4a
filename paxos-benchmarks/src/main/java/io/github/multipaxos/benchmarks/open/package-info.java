/**
 * The command {@code open}: how long a node takes to open a log, and how much memory, by the length
 * of the log.
 *
 * <p>Read {@link io.github.multipaxos.benchmarks.open.OpenCommand} first; {@code MadeLog} writes
 * the logs, and {@link io.github.multipaxos.benchmarks.open.ReopenCommand} is the process that
 * opens one.
 */
@NullMarked
package io.github.multipaxos.benchmarks.open;

import org.jspecify.annotations.NullMarked;
