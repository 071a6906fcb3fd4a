package io.github.multipaxos.node;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.Role;
import io.github.multipaxos.SnapshotTransfer;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.protocol.Replica;
import io.github.multipaxos.protocol.Standing;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * What others may see of the replica from their own threads: its standing as of the last turn, and
 * who is connected. Turns changes into events, a role before a leader.
 */
final class Board {

  private final Consumer<NodeEvent> listener;
  private final SortedMap<NodeId, Boolean> connected = new ConcurrentSkipListMap<>();
  private volatile View view =
      new View(Role.FOLLOWER, Ballot.NONE, Ballot.NONE, 0, Optional.empty());

  /** One consistent look at the replica. */
  record View(
      Role role,
      Ballot leader,
      Ballot promised,
      long chosenThrough,
      Optional<SnapshotTransfer> transfer) {
    Optional<NodeId> leaderNode() {
      return leader.equals(Ballot.NONE) ? Optional.empty() : Optional.of(leader.node());
    }

    /** Returns the leader's ballot, or the highest one promised if there is none. */
    Ballot ballot() {
      return leader.equals(Ballot.NONE) ? promised : leader;
    }
  }

  Board(Members members, NodeId self, Consumer<NodeEvent> listener) {
    this.listener = listener;
    for (NodeId member : members.ids()) {
      if (!member.equals(self)) {
        connected.put(member, false);
      }
    }
  }

  /** Looks at the replica after a turn. Called by the protocol thread. */
  void look(Replica replica) {
    View before = view;
    Role role = roleOf(replica.standing());
    boolean isSameStanding =
        before.role == role
            && before.leader.equals(replica.leader())
            && before.promised.equals(replica.promised());
    Optional<SnapshotTransfer> transfer = transferOf(replica);
    if (isSameStanding
        && before.chosenThrough == replica.chosenThrough()
        && before.transfer.equals(transfer)) {
      return;
    }
    view = new View(role, replica.leader(), replica.promised(), replica.chosenThrough(), transfer);
    if (before.role != role) {
      Ballot ballot = role == Role.FOLLOWER ? replica.leader() : view.ballot();
      listener.accept(new NodeEvent.RoleChanged(role, ballot));
    }
    if (!before.leader.equals(replica.leader())) {
      listener.accept(new NodeEvent.LeaderChanged(view.leaderNode(), view.ballot()));
    }
  }

  private static Optional<SnapshotTransfer> transferOf(Replica replica) {
    SnapshotId fetching = replica.fetching();
    return fetching.isNone()
        ? Optional.empty()
        : Optional.of(
            new SnapshotTransfer(fetching.slot(), replica.fetchedBytes(), fetching.bytes()));
  }

  private static Role roleOf(Standing standing) {
    return switch (standing) {
      case FOLLOWING -> Role.FOLLOWER;
      case CAMPAIGNING -> Role.CANDIDATE;
      case LEADING -> Role.LEADER;
    };
  }

  void connected(NodeId member) {
    if (connected.replace(member, false, true)) {
      listener.accept(new NodeEvent.MemberConnected(member));
    }
  }

  void disconnected(NodeId member, String reason) {
    if (connected.replace(member, true, false)) {
      listener.accept(new NodeEvent.MemberDisconnected(member, reason));
    }
  }

  View view() {
    return view;
  }

  /** Returns the members that messages cannot be exchanged with. */
  SortedSet<NodeId> absent() {
    SortedSet<NodeId> absent = new TreeSet<>();
    connected.forEach(
        (member, isConnected) -> {
          if (!isConnected) {
            absent.add(member);
          }
        });
    return absent;
  }

  SortedMap<NodeId, Boolean> connected() {
    return connected;
  }
}
