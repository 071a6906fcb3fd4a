package io.github.multipaxos.transport.netty.wire;

/**
 * "We shall not talk, because." Whoever sends it closes the connection behind it.
 *
 * @param reason why, for programs
 * @param sentence why, for people: what was found, and what to check
 */
public record Refusal(Reason reason, String sentence) implements Frame {

  /** Why two nodes do not talk. */
  public enum Reason {
    /** A reason that this version does not know. */
    UNSPECIFIED,
    /** The two have no protocol version in common. */
    UNSUPPORTED_VERSION,
    /** The two belong to different clusters. */
    WRONG_CLUSTER,
    /** The caller's id is not in the member list of the node that it called. */
    UNKNOWN_NODE,
    /** The address leads to another node than the one meant. */
    WRONG_TARGET,
    /** The caller has the id of the node that it called. */
    OWN_ID,
    /**
     * The node's data directory is not the one met before: it was lost and made anew, or is a
     * stranger's.
     */
    OTHER_INCARNATION,
    /** The node's data directory is older than the one met before: a backup was restored. */
    LOWER_BOOT,
    /** Another process with that id is connected right now. */
    DUPLICATE_ID,
    /** The two were started with different member lists. */
    OTHER_MEMBERS,
    /** The node's data directory is a copy of one that another process has opened. */
    COPIED_DIRECTORY,
    /**
     * The node's data directory parted from one that was met: an old backup that was opened again,
     * or a copy.
     */
    DIVERGED_DIRECTORY;

    /**
     * Tells whether this is for good: what the refused node promised is not in its directory, and
     * trying again will not bring it back (rule N3).
     */
    public boolean isForGood() {
      return switch (this) {
        case OTHER_INCARNATION, LOWER_BOOT, COPIED_DIRECTORY, DIVERGED_DIRECTORY -> true;
        default -> false;
      };
    }
  }
}
