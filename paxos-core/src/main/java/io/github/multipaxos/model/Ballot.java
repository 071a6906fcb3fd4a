package io.github.multipaxos.model;

/**
 * Orders the attempts to lead. Totally ordered, and owned: the node is part of the ballot, so no
 * two nodes ever share one ("The Part-Time Parliament", section 2.2).
 *
 * @param round counts attempts; 0 only in {@link #NONE}
 * @param node the node that may propose in this ballot
 */
public record Ballot(long round, NodeId node) implements Comparable<Ballot> {

  /** Lower than every ballot that is ever proposed in. */
  public static final Ballot NONE = new Ballot(0, NodeId.NOBODY);

  /** Checks that the round is not negative. */
  public Ballot {
    if (round < 0) {
      throw new IllegalArgumentException("a ballot's round must not be negative, was " + round);
    }
  }

  /** Returns the lowest ballot of {@code owner} that is above this one. */
  public Ballot next(NodeId owner) {
    return new Ballot(Math.addExact(round, 1), owner);
  }

  /** Tells whether this ballot is lower than {@code other}. */
  public boolean isBelow(Ballot other) {
    return compareTo(other) < 0;
  }

  /** Tells whether this ballot is higher than {@code other}. */
  public boolean isAbove(Ballot other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Ballot other) {
    int byRound = Long.compare(round, other.round);
    return byRound != 0 ? byRound : node.compareTo(other.node);
  }

  /** Written {@code round.node}, in logs, scenarios and messages alike. */
  @Override
  public String toString() {
    return round + "." + node;
  }
}
