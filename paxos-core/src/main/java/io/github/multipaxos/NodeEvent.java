package io.github.multipaxos;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.Optional;

/** What a {@link NodeListener} is told. */
public sealed interface NodeEvent {

  /**
   * This node's role changed.
   *
   * @param role the new role
   * @param ballot the ballot it leads in, campaigns in, or follows; {@link Ballot#NONE} while a
   *     follower knows no leader
   */
  record RoleChanged(Role role, Ballot ballot) implements NodeEvent {}

  /**
   * This node learnt of another leader, possibly itself, or lost the one it knew.
   *
   * @param leader the leader, or empty if none is known
   * @param ballot the leader's ballot, or the last known one
   */
  record LeaderChanged(Optional<NodeId> leader, Ballot ballot) implements NodeEvent {}

  /**
   * Messages can be exchanged with a member.
   *
   * @param member the member
   */
  record MemberConnected(NodeId member) implements NodeEvent {}

  /**
   * Messages can no longer be exchanged with a member.
   *
   * @param member the member
   * @param reason a phrase for people
   */
  record MemberDisconnected(NodeId member, String reason) implements NodeEvent {}

  /**
   * The node stopped. The last event there is.
   *
   * @param failure why, if it was not closed: a sentence that names what failed and what to do
   */
  record Stopped(Optional<String> failure) implements NodeEvent {}
}
