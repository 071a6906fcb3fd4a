package io.github.multipaxos;

/** What a read may miss. */
public enum Consistency {
  /**
   * Sees every command whose result anybody had before the read began, on whichever node. Costs one
   * round of messages to a quorum, shared by all reads waiting at the time, and no disk.
   */
  LINEARIZABLE,

  /** Sees what this replica has applied, which may be arbitrarily old. Costs nothing. */
  LOCAL
}
