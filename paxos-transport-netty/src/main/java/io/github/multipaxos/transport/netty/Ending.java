package io.github.multipaxos.transport.netty;

/**
 * How a connection came to its end.
 *
 * @param kind what happened
 * @param sentence the same for people, with particulars
 */
record Ending(Kind kind, String sentence) {

  /** What ends connections. */
  enum Kind {
    /** The other side closed it, or the network did. */
    LOST,
    /** The other side sent what this protocol does not know. */
    MALFORMED,
    /** This side refused the other. */
    REFUSED,
    /** The other side refused this one. */
    DISMISSED,
    /** The other side refused this one for good: its directory has forgotten promises. */
    DISOWNED,
    /** The other side did not say in time who it is. */
    LATE,
    /** The other side has gone silent, or takes for ever to finish a frame. */
    SILENT,
    /** A newer connection took its place. */
    REPLACED,
    /** There are too many connections that have not said who they are. */
    CROWDED,
    /** Something failed on this side. */
    FAILED,
    /** The transport is closed. */
    CLOSED
  }
}
