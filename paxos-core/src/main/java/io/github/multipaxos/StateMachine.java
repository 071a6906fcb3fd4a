package io.github.multipaxos;

import io.github.multipaxos.model.StateHash;
import java.io.IOException;
import java.io.InputStream;

/**
 * What an application replicates. Every replica applies the same commands in the same order, so a
 * deterministic {@code apply} leaves every replica in the same state.
 *
 * <p>The node calls {@code apply}, and runs the queries of {@link PaxosNode#read}, one at a time,
 * each of which sees what the one before did. The state therefore needs no locks as long as nothing
 * else touches it. What is quick is done on the protocol thread, to spare a change of threads, and
 * anything else on the apply thread: that goes by how long it took of late, so a state machine that
 * hangs for the first time may hold up the node's protocol, and cost it its leadership, that once.
 *
 * @param <C> the command type, made into bytes and back by a {@link Codec}
 * @param <R> the result type; it never leaves the process and needs no codec
 */
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

  /**
   * Returns a number that is equal wherever the state is. Optional: a replica whose state has
   * strayed is found sooner if the state machine keeps one up to date, as a sum over its entries,
   * say. Called between two slots, every {@value StateHash#EVERY_SLOTS} of them, so it must be
   * cheap.
   */
  default long digest() {
    return 0;
  }

  /**
   * Captures the state, so that the log below it can be let go of. Called on the apply thread
   * between two slots, and therefore to be quick: copy what is small, share what is immutable. The
   * result is written on another thread while {@code apply} goes on, and must not show what is
   * applied meanwhile.
   *
   * <p>Two replicas that have applied the same commands should write the same bytes, so write in
   * sorted order. Write a version number first.
   */
  Snapshot snapshot();

  /**
   * Replaces the whole state by the one in a snapshot. Called on the thread that starts the node
   * before anything is applied, and on the apply thread when a peer's snapshot brings this replica
   * up to date. What is read has been checked against its checksum.
   *
   * @throws IOException if the bytes cannot be understood; the node then stops and says so
   */
  void restore(InputStream in) throws IOException;
}
