package io.github.multipaxos.testkit.simulation;

import static io.github.multipaxos.testkit.simulation.SimulationFailure.require;

import io.github.multipaxos.model.NodeId;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who holds a lease, and until when in true time, which no node knows. As long as no clock is worse
 * than the nodes were told, at most one node does at any instant.
 */
final class LeaseTimes {

  /** How wrong clocks may run where leases are used at all. */
  private static final double DRIFT_LIMIT = 0.25;

  /** How wrong a clock runs where the fault is at its worst. */
  private static final double WORST_RATE = 0.5;

  private final Map<NodeId, Long> endByNode = new TreeMap<>();

  /** Returns how far from 1 the rate of any clock may be in such a world. */
  static double drift(Faults faults) {
    return WORST_RATE * faults.degree(Fault.CLOCK_RATE);
  }

  /** Tells whether clocks are good enough for leases. */
  static boolean areBounded(Faults faults) {
    return drift(faults) <= DRIFT_LIMIT;
  }

  /**
   * Invariant I10. A node has made a step, after which it holds a lease until then; in the past if
   * it holds none.
   */
  void onStep(NodeId node, long nowNanos, long endNanos) {
    if (endNanos <= nowNanos) {
      endByNode.remove(node);
      return;
    }
    endByNode.put(node, endNanos);
    endByNode.forEach(
        (other, otherEndNanos) ->
            require(
                other.equals(node) || otherEndNanos <= nowNanos,
                "I10",
                "node %s holds a lease while that of node %s lasts for %s ns more",
                node,
                other,
                otherEndNanos - nowNanos));
  }

  /** The process is gone, and with it what it held. */
  void onEnd(NodeId node) {
    endByNode.remove(node);
  }
}
