/**
 * Multi-Paxos as a pure function of its inputs.
 *
 * <p>A {@link io.github.multipaxos.protocol.Replica} takes a batch of events and returns the {@link
 * io.github.multipaxos.protocol.Effects} it owes for them. Nothing here reads a clock, opens a
 * file, starts a thread, writes a log line or rolls a die, and nothing depends on hash order, so a
 * run is replayed exactly by feeding it the same events again. {@code PurityTest} holds the package
 * to that.
 *
 * <p>Read {@code Replica} first, then {@code Acceptor}, the smallest of the roles and the one that
 * keeps the system safe, then {@code Proposer} and the four states it can be in, then {@code
 * Learner}. The rules cited by letter and number are those of {@code docs/protocol.md}.
 */
@NullMarked
package io.github.multipaxos.protocol;

import org.jspecify.annotations.NullMarked;
