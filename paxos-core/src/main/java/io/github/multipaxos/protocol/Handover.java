package io.github.multipaxos.protocol;

import io.github.multipaxos.model.NodeId;

/**
 * Rule E5. A leader's attempt to hand over: it proposes nothing new until it is over or given up.
 */
final class Handover {

  private final NodeId target;
  private final long endTick;
  private long askedTick = Long.MIN_VALUE;

  Handover(NodeId target, long endTick) {
    this.target = target;
    this.endTick = endTick;
  }

  NodeId target() {
    return target;
  }

  /**
   * Tells that nothing is open any more and the target should be asked to take over, now and then
   * again until it does.
   */
  boolean shouldAsk(boolean isNothingOpen, long tick, int retransmitTicks) {
    boolean isFirst = askedTick == Long.MIN_VALUE;
    boolean should = isNothingOpen && (isFirst || tick - askedTick >= retransmitTicks);
    if (should) {
      askedTick = tick;
    }
    return should;
  }

  boolean isOver(long tick) {
    return tick >= endTick;
  }
}
