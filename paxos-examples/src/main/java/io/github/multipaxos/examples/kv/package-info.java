/**
 * A linearizable key-value store that Redis clients can talk to: the server's main class, and the
 * node behind it.
 *
 * <p>Read {@link io.github.multipaxos.examples.kv.KvNode} for how the library is used; {@code
 * store} is what is replicated and {@code resp} what talks to clients.
 */
@NullMarked
package io.github.multipaxos.examples.kv;

import org.jspecify.annotations.NullMarked;
