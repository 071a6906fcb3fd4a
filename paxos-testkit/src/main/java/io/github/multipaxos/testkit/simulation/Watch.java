package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.Effects;
import io.github.multipaxos.protocol.Notice;
import io.github.multipaxos.record.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees what happens in a run, in the order in which it happens, to write it down in a form of its
 * own. Changes nothing.
 *
 * @param <C> the command type
 * @param <R> the result type
 */
public interface Watch<C, R> {

  /** A replica has made a step; of what it owes only messages that are no vows have left. */
  default void steps(NodeId node, Effects effects) {}

  /** A node sends a message. */
  default void sends(NodeId from, NodeId to, Message message) {}

  /** A record is on a node's disk, for certain. */
  default void isDurable(NodeId node, LogRecord record) {}

  /** A node has come to know that a slot is chosen, and hands its decree to the application. */
  default void hands(NodeId node, Effects.Chosen chosen) {}

  /** A node did something worth a line. */
  default void notices(NodeId node, Notice notice) {}

  /** A node's process has ended. */
  default void ends(NodeId node) {}

  /** A node's process has started. */
  default void starts(NodeId node) {}

  /** A node that starts has read its log, and found these records, and where some are lost. */
  default void finds(NodeId node, List<LogRecord> found) {}

  /** A client asks. */
  default void asks(long operation, int client, @Nullable C command, long nanos) {}

  /** A client is answered. */
  default void answers(long operation, @Nullable R result, long nanos) {}

  /** A client is told that its operation has no effect. */
  default void rejects(long operation, long nanos) {}

  /** A client is told that nobody knows. */
  default void losesTrackOf(long operation, long nanos) {}
}
