package io.github.multipaxos;

/**
 * What an application replicates. Every replica applies the same commands in the same order, so a
 * deterministic {@code apply} leaves every replica in the same state.
 *
 * <p>The node calls {@code apply} from one thread, its apply thread, and runs the queries of {@link
 * PaxosNode#read} on the same one. The state therefore needs no locks as long as nothing else
 * touches it.
 *
 * @param <C> the command type, made into bytes and back by a {@link Codec}
 * @param <R> the result type; it never leaves the process and needs no codec
 */
@FunctionalInterface
public interface StateMachine<C, R> {

  /**
   * Applies one command and returns its result, which completes the future of the {@code propose}
   * that made the command, on the node where it was called.
   *
   * <p>Must depend on nothing but the state, the command and {@code at}: no clock, no randomness,
   * no files, no iteration in hash order. A command that the application considers wrong is
   * answered by a result that says so, not by an exception: after an exception the replica's state
   * is unknown, and the node stops with the slot in its reason, on every replica alike.
   *
   * @param command the command
   * @param at where in the log the command stands, and the replicated clock
   */
  R apply(C command, Moment at);
}
