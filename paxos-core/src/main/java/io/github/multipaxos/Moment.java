package io.github.multipaxos;

/**
 * A point in the replicated log. Equal on all replicas for the same command.
 *
 * @param slot the slot applied last, counting from 1; several commands share one
 * @param timeMillis the replicated clock in milliseconds since the epoch: the wall clock of the
 *     leader that proposed the batch, never running backwards in log order. It stands still while
 *     nothing is proposed.
 */
public record Moment(long slot, long timeMillis) {}
