package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.NodeId;

/**
 * How well each node can reach each other node right now. A link has a direction: that one can hear
 * the other says nothing of the way back. Asked by whatever carries messages, for each of them.
 */
public interface Links {

  /** Tells whether nothing at all gets through. */
  boolean isCut(NodeId from, NodeId to);

  /** Draws how long what is sent now is on its way, in nanoseconds. */
  long delayNanos(NodeId from, NodeId to);

  /** Draws whether what is sent now is lost. */
  boolean isLost(NodeId from, NodeId to);

  /** Draws whether what is sent now arrives twice. */
  boolean isRepeated(NodeId from, NodeId to);

  /** Draws whether a bit of what is sent now is flipped on its way. */
  boolean isCorrupted(NodeId from, NodeId to);
}
