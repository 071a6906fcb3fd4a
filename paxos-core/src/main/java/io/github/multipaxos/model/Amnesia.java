package io.github.multipaxos.model;

/**
 * How a data directory comes to lack what its node has promised and voted. Such a node must not
 * speak under its old id again (rule N3).
 */
public enum Amnesia {
  /** The directory was lost and made anew, or is another one. */
  OTHER_DIRECTORY,
  /** The directory is older than one that was met: a backup was restored. */
  OLDER_DIRECTORY,
  /** The directory is a copy of one that another process has opened. */
  COPIED_DIRECTORY,
  /** The directory parted from one that was met: a backup or a copy that was opened since. */
  DIVERGED_DIRECTORY;

  private static final String REMEDY =
      "; it must not vote again: check which directory it was started with and give it its own latest"
          + " one back, or replace it by a member with a new id";

  /**
   * Says what happened and what to do.
   *
   * @param judge the node that found it out
   * @param met what the judge remembers
   * @param shown what it is shown now
   */
  public String explain(NodeId judge, Acquaintance met, Identity shown) {
    String node = "node " + shown.node();
    return switch (this) {
          case OTHER_DIRECTORY ->
              node
                  + " comes with another data directory (incarnation "
                  + Long.toHexString(shown.incarnation())
                  + ") than the one that node "
                  + judge
                  + " has met ("
                  + Long.toHexString(met.incarnation())
                  + "), so what it promised and voted is lost";
          case OLDER_DIRECTORY ->
              node
                  + " comes with an older copy of its data directory (boot "
                  + shown.boot()
                  + ") than the one that node "
                  + judge
                  + " has met (boot "
                  + met.boot()
                  + "), so what it promised and voted since is lost";
          case COPIED_DIRECTORY ->
              node
                  + " comes with a copy of its data directory: node "
                  + judge
                  + " has met another process with boot "
                  + met.boot()
                  + ", so what was promised and voted there is not known here";
          case DIVERGED_DIRECTORY ->
              node
                  + " comes with a data directory that went its own way after boot "
                  + (met.boot() - 1)
                  + " or earlier: its boot "
                  + met.boot()
                  + " was another process than the one that node "
                  + judge
                  + " has met, so it is an old backup that was opened again, or a copy, and what that"
                  + " process promised and voted is not known here";
        }
        + REMEDY;
  }
}
