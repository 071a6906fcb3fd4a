package io.github.multipaxos;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * How a node is doing, at one moment. Slots are as of the last turn of the protocol thread and may
 * be some microseconds old; {@code appliedSlot} may run behind {@code chosenSlot}, never ahead.
 *
 * @param identity who the node is
 * @param role what it is doing about leadership
 * @param leader the leader it knows, possibly itself
 * @param ballot the leader's ballot, or the highest one promised while no leader is known
 * @param chosenSlot the last slot of the gap-free prefix known to be chosen; 0 for none
 * @param appliedSlot the last slot applied to the state machine; 0 for none
 * @param snapshotSlot the slot of the newest snapshot that the node has; 0 for none
 * @param transfer the snapshot that it is fetching from a peer, if it is
 * @param pendingOperations proposals and reads of this node that are not settled
 * @param pendingBytes what their commands take
 * @param connected for each other member, whether messages can be exchanged with it
 * @param awaited the members that must still vouch for this node's data directory before it may
 *     vote or lead; empty once it may
 * @param failure why the node stopped, if it has failed
 */
public record NodeStatus(
    Identity identity,
    Role role,
    Optional<NodeId> leader,
    Ballot ballot,
    long chosenSlot,
    long appliedSlot,
    long snapshotSlot,
    Optional<SnapshotTransfer> transfer,
    int pendingOperations,
    long pendingBytes,
    SortedMap<NodeId, Boolean> connected,
    SortedSet<NodeId> awaited,
    Optional<String> failure) {}
