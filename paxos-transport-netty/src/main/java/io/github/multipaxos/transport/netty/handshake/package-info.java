/**
 * Who may talk to whom. Before anything else is said on a connection each side learns who the other
 * is, and refuses it, with a sentence that says what to check, if the two must not talk.
 *
 * <p>Pure: frame bodies in, frames out, and no socket, clock or thread. The same handshake can be
 * run over simulated connections.
 *
 * <p>Read {@link io.github.multipaxos.transport.netty.handshake.Handshake} first.
 */
@NullMarked
package io.github.multipaxos.transport.netty.handshake;

import org.jspecify.annotations.NullMarked;
