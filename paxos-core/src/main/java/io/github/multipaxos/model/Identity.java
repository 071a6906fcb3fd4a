package io.github.multipaxos.model;

/**
 * Who a running node is, as its data directory knows it (rule N1).
 *
 * @param cluster the cluster the directory belongs to
 * @param node the member the directory belongs to
 * @param incarnation drawn at random when the directory was made; a lost and remade directory has
 *     another one, and its promises are not those of the first
 * @param boot how often the directory has been opened, from 1; a copy restored from an old backup
 *     shows a lower count than its peers have seen
 */
public record Identity(ClusterId cluster, NodeId node, long incarnation, long boot) {}
