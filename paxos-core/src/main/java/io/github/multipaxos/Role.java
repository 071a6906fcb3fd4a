package io.github.multipaxos;

/** What a node is doing about leadership. */
public enum Role {
  /** Votes, and follows a leader or waits for one. */
  FOLLOWER,
  /** Asks the others whether it may lead. */
  CANDIDATE,
  /** Has the promises of a quorum, and proposes. */
  LEADER
}
