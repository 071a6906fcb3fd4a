/**
 * The node around the protocol: the only threads there are.
 *
 * <ul>
 *   <li>The protocol thread drains the inbox, steps the replica and hands out what is owed. It is
 *       the transport's, where that has one to share. It does itself, as long as that is quick,
 *       what belongs to the log's thread and to the apply thread.
 *   <li>The apply thread runs the user's state machine and queries, and completes the callers'
 *       futures.
 *   <li>The reader thread reads old decrees from the log for peers.
 *   <li>The announcer thread writes log lines and calls the listener.
 *   <li>The watch thread fails operations whose deadline passed while the protocol thread could
 *       not.
 * </ul>
 *
 * <p>The parts know none of these threads: {@link io.github.multipaxos.node.ThreadedNode} gives
 * each its thread, and {@link io.github.multipaxos.node.SteppedNode} gives a simulator each part's
 * next piece of work to call when it likes.
 *
 * <p>Log and transport have threads of their own; but for turns, they put into the inbox and do
 * nothing else here.
 *
 * <p>Read {@link io.github.multipaxos.node.NodeLoop} first: it is the order of effects, and the
 * rule that nothing is vouched for before it is durable.
 */
@NullMarked
package io.github.multipaxos.node;

import org.jspecify.annotations.NullMarked;
