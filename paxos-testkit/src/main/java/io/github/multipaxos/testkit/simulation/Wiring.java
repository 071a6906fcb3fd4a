package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.Transport;

/** The network, whatever it is made of. */
public interface Wiring {

  /** Returns a transport for a process that starts as that node. */
  Transport transport(NodeId node);

  /** The node's process is gone; it says and hears nothing more. */
  void kill(NodeId node);

  /** Something old turns up again, if that can happen here. */
  void replay();

  /** What was sent to that node of the latest slots turns up again, if that can happen here. */
  void replayTo(NodeId node);
}
