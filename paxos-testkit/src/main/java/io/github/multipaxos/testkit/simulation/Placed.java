package io.github.multipaxos.testkit.simulation;

import org.jspecify.annotations.Nullable;

/**
 * An answer, with the place in the log that it comes from.
 *
 * @param <R> the result type
 * @param place how many commands come before in the chosen log
 * @param result what the state machine returned; may be null
 */
record Placed<R>(int place, @Nullable R result) {}
