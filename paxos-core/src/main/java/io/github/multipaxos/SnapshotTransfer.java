package io.github.multipaxos;

/**
 * How far a snapshot has come that a node fetches from a peer.
 *
 * @param slot the snapshot's slot
 * @param bytes how many of its bytes are there
 * @param totalBytes how many there are in all
 */
public record SnapshotTransfer(long slot, long bytes, long totalBytes) {}
