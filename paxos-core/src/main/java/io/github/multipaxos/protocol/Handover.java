package io.github.multipaxos.protocol;

import io.github.multipaxos.model.NodeId;

/**
 * Rule E5. A leader's attempt to hand over: it proposes nothing new until it is over or given up.
 */
final class Handover {

  private final NodeId target;
  private final long endTick;
  private boolean isAsked;

  Handover(NodeId target, long endTick) {
    this.target = target;
    this.endTick = endTick;
  }

  NodeId target() {
    return target;
  }

  /** Tells, once, that nothing is open any more and the target should be asked to take over. */
  boolean shouldAsk(boolean isNothingOpen) {
    boolean should = isNothingOpen && !isAsked;
    isAsked |= should;
    return should;
  }

  boolean isOver(long tick) {
    return tick >= endTick;
  }
}
