package io.github.multipaxos.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node remembers of a peer that it has met.
 *
 * @param node the peer
 * @param incarnation that of its data directory
 * @param boot the highest boot count that was seen of it
 * @param process drawn at random by the process that showed this boot count
 */
public record Acquaintance(NodeId node, long incarnation, long boot, long process) {

  /** Returns what is to be remembered of a peer that shows who it is. */
  public static Acquaintance of(Identity shown) {
    return new Acquaintance(
        shown.node(), shown.incarnation(), shown.boot(), shown.boots().process());
  }

  /**
   * Rule N3. Tells how a peer that now shows {@code shown} must have forgotten what it said when it
   * showed this, if it must.
   *
   * <p>A boot count is given out once, to one process. So where two processes have the same one
   * each has a directory of its own, and one of these is a copy. Opened often enough a copy shows
   * higher boots than were met, but not the process that was met among them. A boot that is longer
   * ago than the directory remembers tells nothing, as after that many restarts with no peer to be
   * met a healthy node looks just the same.
   */
  public Optional<Amnesia> amnesiaOf(Identity shown) {
    if (shown.incarnation() != incarnation) {
      return Optional.of(Amnesia.OTHER_DIRECTORY);
    }
    if (shown.boot() < boot) {
      return Optional.of(Amnesia.OLDER_DIRECTORY);
    }
    if (shown.boot() == boot && shown.boots().process() != process) {
      return Optional.of(Amnesia.COPIED_DIRECTORY);
    }
    OptionalLong then = shown.boots().processOf(boot);
    return then.isPresent() && then.getAsLong() != process
        ? Optional.of(Amnesia.DIVERGED_DIRECTORY)
        : Optional.empty();
  }
}
