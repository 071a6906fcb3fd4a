package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the log begins, and what becomes of the segments in front of that (rule L8). One thread at
 * a time compacts; any may ask.
 */
final class LogFront {

  private static final Logger LOG = LoggerFactory.getLogger(LogFront.class);

  private final StorageDirectory directory;
  private final IdentityFile identity;
  private final SlotIndex index;
  private final SegmentSupply supply;
  private volatile long compactedThrough;

  LogFront(
      StorageDirectory directory, IdentityFile identity, SlotIndex index, SegmentSupply supply) {
    this.directory = directory;
    this.identity = identity;
    this.index = index;
    this.supply = supply;
  }

  /** Deletes what a compaction that was cut short has left in front of that segment. */
  static void deleteLeftovers(long firstSegment, StorageDirectory directory) throws IOException {
    letGo(firstSegment, directory, number -> directory.delete(Format.segmentName(number)));
  }

  /**
   * Rule L8. First the identity file says which segments there must be, then the others are handed
   * on; those that a crash leaves are deleted on opening.
   */
  void compact(long throughSlot) throws IOException {
    long first = index.firstNeeded(throughSlot);
    if (first > identity.firstSegment()) {
      compactedThrough = Math.max(compactedThrough, throughSlot);
      identity.beginWith(first);
      index.forgetBefore(first);
      letGo(first, directory, supply::retire);
      LOG.info("compacts log through_slot={} first_segment={}", throughSlot, first);
    }
  }

  /** What is done with a segment that may go. */
  private interface Ending {
    void of(long segment) throws IOException;
  }

  /** Oldest first, so that what is left has no gap whenever the power fails. */
  private static void letGo(long firstSegment, StorageDirectory directory, Ending ending)
      throws IOException {
    boolean isAnyGone = false;
    for (long number : SegmentList.in(directory.list())) {
      if (number < firstSegment) {
        ending.of(number);
        isAnyGone = true;
      }
    }
    if (isAnyGone) {
      directory.force();
    }
  }

  /** Tells whether the log may have let go of that slot since it was opened. */
  boolean mayLack(long slot) {
    return slot <= compactedThrough;
  }
}
