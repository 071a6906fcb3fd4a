/**
 * The replicated part of the key-value store: commands, their encoding, and the state they change.
 *
 * <p>Nothing here reads a clock, draws a random number or iterates in hash order, so the same
 * commands leave the same state, and the same digest, on every replica. Nothing here knows the
 * Redis protocol either, apart from the wording of errors.
 *
 * <p>Read {@link io.github.multipaxos.examples.kv.store.KvMachine} first, then {@link
 * io.github.multipaxos.examples.kv.store.KeySpace}, then one of the commands in {@link
 * io.github.multipaxos.examples.kv.store.Update}.
 */
@NullMarked
package io.github.multipaxos.examples.kv.store;

import org.jspecify.annotations.NullMarked;
