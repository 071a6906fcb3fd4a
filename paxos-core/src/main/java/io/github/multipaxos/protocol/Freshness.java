package io.github.multipaxos.protocol;

import java.util.TreeMap;

/**
 * Rule R9. How old this node's prefix may be at most. An index that was asked for at some time
 * covers whatever anybody had been told by that time, for it was taken later; so a prefix that
 * reaches it is as fresh as the question, by the clock of this node alone.
 */
final class Freshness {

  /** Questions that nobody has answered for so long are not worth remembering. */
  private static final int ASKS_LIMIT = 1024;

  private final TreeMap<Long, Long> tickByAsk = new TreeMap<>();
  private long askedTick;
  private long slot = -1;

  /** A question is sent. */
  void onAsked(long ask, long tick) {
    tickByAsk.put(ask, tick);
    if (tickByAsk.size() > ASKS_LIMIT) {
      tickByAsk.pollFirstEntry();
    }
  }

  /** A question is answered, and with it all before. */
  void onIndex(long ask, long index) {
    Long tick = tickByAsk.get(ask);
    if (tick != null) {
      tickByAsk.headMap(ask, true).clear();
      if (slot < 0 || tick >= askedTick) {
        askedTick = tick;
        slot = index;
      }
    }
  }

  /**
   * Tells whether a prefix that reaches {@link #slot} is less old than so many ticks, for whoever
   * asks in this tick. He may have come at its end, and the question left at its tick's beginning.
   */
  boolean isWithin(long staleTicks, long tick) {
    return slot >= 0 && tick + 1 - askedTick <= staleTicks;
  }

  /** Returns how far the prefix must reach. */
  long slot() {
    return slot;
  }
}
