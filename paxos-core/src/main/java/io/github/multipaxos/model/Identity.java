package io.github.multipaxos.model;

/**
 * Who a running node is, as its data directory knows it (rule N1).
 *
 * @param cluster the cluster the directory belongs to
 * @param node the member the directory belongs to
 * @param incarnation drawn at random when the directory was made; a lost and remade directory has
 *     another one, and its promises are not those of the first
 * @param boots how often the directory has been opened, and by which processes; a copy restored
 *     from an old backup shows fewer than its peers have seen, or others
 */
public record Identity(ClusterId cluster, NodeId node, long incarnation, Boots boots) {

  /** Returns how often the directory has been opened, from 1. */
  public long boot() {
    return boots.boot();
  }
}
