/**
 * What an embedder touches.
 *
 * <p>Implement {@link io.github.multipaxos.StateMachine}, describe a node with {@link
 * io.github.multipaxos.PaxosNode#builder}, start one on each machine, and call {@code propose} and
 * {@code read} on any of them. Everything fails in one of two ways, and the difference matters: see
 * {@link io.github.multipaxos.PaxosException}.
 */
@NullMarked
package io.github.multipaxos;

import org.jspecify.annotations.NullMarked;
