package io.github.multipaxos.model;

/**
 * Names one member of a cluster. An id is never given to a second node, not even after the first
 * has left: ballots carry it, and two nodes with one id could mint the same ballot.
 *
 * @param value at least 1; 0 is {@link #NOBODY}
 */
public record NodeId(int value) implements Comparable<NodeId> {

  /** Stands where no node is meant, as in {@link Ballot#NONE}. Never a member. */
  public static final NodeId NOBODY = new NodeId(0);

  /** Checks that the value is not negative. */
  public NodeId {
    if (value < 0) {
      throw new IllegalArgumentException("a node id must not be negative, was " + value);
    }
  }

  /** Returns the id of that number. */
  public static NodeId of(int value) {
    return new NodeId(value);
  }

  @Override
  public int compareTo(NodeId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
