package io.github.multipaxos.model;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who votes, and how many of them make a quorum.
 *
 * @param voters the voters, in order of their ids
 * @param quorums the sizes of the quorums among them
 */
public record Membership(SortedSet<NodeId> voters, Quorums quorums) {

  /** Takes an unmodifiable copy and checks that the quorums fit the voters. */
  public Membership {
    voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
    if (quorums.voters() != voters.size()) {
      throw new IllegalArgumentException(
          "quorums for " + quorums.voters() + " voters, but there are " + voters);
    }
    if (voters.contains(NodeId.NOBODY)) {
      throw new IllegalArgumentException("node id 0 is reserved, voters were " + voters);
    }
  }

  /** Returns the membership in which more than half of {@code voters} make a quorum. */
  public static Membership majorityOf(Set<NodeId> voters) {
    return new Membership(new TreeSet<>(voters), Quorums.majority(voters.size()));
  }

  /** Tells whether these nodes may let a candidate lead. Nodes that do not vote do not count. */
  public boolean isPrepareQuorum(Set<NodeId> nodes) {
    return count(nodes) >= quorums.prepare();
  }

  /**
   * Tells whether the votes of these nodes choose a decree. Nodes that do not vote do not count.
   */
  public boolean isAcceptQuorum(Set<NodeId> nodes) {
    return count(nodes) >= quorums.accept();
  }

  private int count(Set<NodeId> nodes) {
    int count = 0;
    for (NodeId node : nodes) {
      if (voters.contains(node)) {
        count++;
      }
    }
    return count;
  }
}
