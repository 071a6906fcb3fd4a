package io.github.multipaxos;

/**
 * Learns what happens to a node.
 *
 * <p>Events come one at a time, on a thread of their own, in the order in which they happened:
 * where one step changed both, {@link NodeEvent.RoleChanged} before {@link
 * NodeEvent.LeaderChanged}; {@link NodeEvent.Stopped} after everything else. A listener that throws
 * is logged and called again for the next event. One that blocks delays later events only; should
 * more than 1,024 wait, the oldest are dropped and the number is logged.
 */
@FunctionalInterface
public interface NodeListener {
  /** Takes one event. */
  void happened(NodeEvent event);
}
