package io.github.multipaxos.architecture.breaking.node;

import io.github.multipaxos.architecture.breaking.PaxosNode;

/** The node knows nothing of the door to it. */
public final class SeesTheDoor {
  PaxosNode.Builder door;
}
