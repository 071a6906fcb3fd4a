package io.github.multipaxos.benchmarks.system;

/**
 * Proposes and reads at one replica. Called by any thread at first, and from then on mostly from
 * within {@link Completions}, on whatever thread reports them.
 *
 * <p>A system that refuses for the moment is offered the operation again by the driver: refusing is
 * part of its API, and waiting costs it time.
 */
public interface Driver {

  /**
   * Proposes so many commands and returns without waiting for them.
   *
   * @param startNanos to be handed back with each completion
   */
  void propose(long startNanos, int operations);

  /** Begins so many linearizable reads and returns without waiting for them. */
  void read(long startNanos, int operations);
}
