package io.github.multipaxos.model;

import java.util.Optional;

/**
 * What a node remembers of a peer that it has met, or what a peer shows of itself.
 *
 * @param node the peer
 * @param incarnation that of its data directory
 * @param boot the highest boot count that was seen of it
 * @param process drawn at random by the process that showed this boot count
 */
public record Acquaintance(NodeId node, long incarnation, long boot, long process) {

  /**
   * Rule N3. Tells how a peer that now shows {@code shown} must have forgotten what it said when it
   * showed this, if it must.
   *
   * <p>A boot count is given out once, to one process. So of two processes that show the same one
   * each has a directory of its own, and one of these is a copy.
   */
  public Optional<Amnesia> amnesiaOf(Acquaintance shown) {
    if (shown.incarnation != incarnation) {
      return Optional.of(Amnesia.OTHER_DIRECTORY);
    }
    if (shown.boot < boot) {
      return Optional.of(Amnesia.OLDER_DIRECTORY);
    }
    return shown.boot == boot && shown.process != process
        ? Optional.of(Amnesia.COPIED_DIRECTORY)
        : Optional.empty();
  }
}
