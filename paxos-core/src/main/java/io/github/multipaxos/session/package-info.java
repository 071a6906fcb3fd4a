/**
 * Sessions: clients outside the cluster retry on any node, after any crash, and get the original
 * answer.
 *
 * <p>{@link io.github.multipaxos.session.SessionMachine} stands around the application's state
 * machine and keeps, as part of the replicated state, what each session has had applied and what
 * was answered. It is built on {@link io.github.multipaxos.StateMachine} alone; the protocol knows
 * nothing of sessions.
 *
 * <p>Nothing here reads a clock, starts a thread or iterates in hash order, and the only streams
 * are those of snapshots. Time is the replicated clock. Read {@code SessionMachine} first, then
 * {@link io.github.multipaxos.session.SessionCommand} and {@link
 * io.github.multipaxos.session.SessionReply}.
 */
@NullMarked
package io.github.multipaxos.session;

import org.jspecify.annotations.NullMarked;
