/**
 * A replica that is offered more than it can take. What drives it is in {@code replicate}, where
 * processes are started.
 */
@NullMarked
package io.github.multipaxos.benchmarks.flood;

import org.jspecify.annotations.NullMarked;
