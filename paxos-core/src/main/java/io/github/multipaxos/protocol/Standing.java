package io.github.multipaxos.protocol;

/** What a replica is doing about leadership. */
public enum Standing {
  /** Votes and learns only. */
  FOLLOWING,
  /** Canvasses, or prepares a ballot. */
  CAMPAIGNING,
  /** Proposes. */
  LEADING
}
