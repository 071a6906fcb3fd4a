package io.github.multipaxos.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Knows which stretches of the log may hold a slot. Takes some hundred bytes for 64 KiB of log,
 * however many slots are in them. Filled by the log's thread, asked by any.
 */
final class SlotIndex {

  /** Stretches are no longer than this, unless a single frame is. */
  static final int EXTENT_BYTES = 1 << 16;

  private final List<SegmentSlots> segments = new ArrayList<>();
  private long keptFrom;

  /**
   * A stretch of whole frames.
   *
   * @param at where it begins
   * @param bytes how long it is
   */
  record Extent(Position at, int bytes) {}

  /**
   * A stretch, and the slots that may be in it.
   *
   * @param extent the stretch
   * @param slots what was known of its slots when it was asked for
   */
  record Candidate(Extent extent, SlotRanges slots) {}

  /** Adds a frame behind all others. */
  synchronized void add(Position at, int bytes, SlotRanges slots) {
    if (segments.isEmpty() || last().segment != at.segment()) {
      segments.add(new SegmentSlots(at.segment()));
    }
    last().add(at, bytes, slots);
  }

  /**
   * Records of that segment are lost, which may have been of any slot up to this one: the segment
   * stays as long as one of those is needed, for that they are lost must not be forgotten either.
   */
  synchronized void mayHold(long segment, long throughSlot) {
    slotsOf(segment).all.add(throughSlot);
  }

  /**
   * Rule L7. That segment says that a snapshot of that slot was fetched, and stays as long as the
   * slot is needed. Should the snapshot be lost, nothing else says that what the log holds in front
   * of the slot may never have been chosen. No decree of the slot is in it for that.
   */
  synchronized void keepInstalled(long segment, long slot) {
    slotsOf(segment).all.add(slot);
  }

  private SegmentSlots slotsOf(long segment) {
    int at = 0;
    while (at < segments.size() && segments.get(at).segment < segment) {
      at++;
    }
    if (at == segments.size() || segments.get(at).segment != segment) {
      segments.add(at, new SegmentSlots(segment));
    }
    return segments.get(at);
  }

  /** The log must keep that segment and all behind it, whatever slots are in them. */
  synchronized void keepFrom(long segment) {
    keptFrom = segment;
  }

  /**
   * Returns the first segment that has to stay if slots up to this one may go (rule L8). Segments
   * go oldest first, and the one that is written to stays.
   */
  synchronized long firstNeeded(long throughSlot) {
    long first = segments.isEmpty() ? 1 : segments.get(0).segment;
    for (SegmentSlots slots : segments) {
      boolean mayGo =
          slots.all.last() <= throughSlot && slots.segment < keptFrom && slots != last();
      if (!mayGo) {
        return slots.segment;
      }
    }
    return first;
  }

  /** Forgets the segments before that one. */
  synchronized void forgetBefore(long segment) {
    segments.removeIf(slots -> slots.segment < segment);
  }

  private SegmentSlots last() {
    return segments.get(segments.size() - 1);
  }

  /** Returns the stretches that may hold any of the slots, the newest first. */
  synchronized List<Candidate> find(long firstSlot, long throughSlot) {
    List<Candidate> found = new ArrayList<>();
    for (int i = segments.size() - 1; i >= 0; i--) {
      segments.get(i).find(firstSlot, throughSlot, found);
    }
    return found;
  }

  /** The stretches of one segment, and all their slots together. */
  private static final class SegmentSlots {
    private final long segment;
    private final SlotRanges all = new SlotRanges();
    private final List<Stretch> stretches = new ArrayList<>();

    SegmentSlots(long segment) {
      this.segment = segment;
    }

    void add(Position at, int bytes, SlotRanges slots) {
      if (stretches.isEmpty() || !newest().takes(at, bytes)) {
        stretches.add(new Stretch(at));
      }
      newest().bytes += bytes;
      newest().slots.addAll(slots);
      all.addAll(slots);
    }

    private Stretch newest() {
      return stretches.get(stretches.size() - 1);
    }

    void find(long firstSlot, long throughSlot, List<Candidate> found) {
      if (!all.overlaps(firstSlot, throughSlot)) {
        return;
      }
      for (int i = stretches.size() - 1; i >= 0; i--) {
        Stretch stretch = stretches.get(i);
        if (stretch.slots.overlaps(firstSlot, throughSlot)) {
          Extent extent = new Extent(stretch.at, stretch.bytes);
          found.add(new Candidate(extent, stretch.slots.copy()));
        }
      }
    }
  }

  private static final class Stretch {
    private final Position at;
    private final SlotRanges slots = new SlotRanges();
    private int bytes;

    Stretch(Position at) {
      this.at = at;
    }

    boolean takes(Position next, int more) {
      return at.plus(bytes).equals(next) && bytes + more <= EXTENT_BYTES;
    }
  }
}
