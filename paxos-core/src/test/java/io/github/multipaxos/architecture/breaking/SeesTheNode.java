package io.github.multipaxos.architecture.breaking;

import io.github.multipaxos.architecture.breaking.node.SeesTheDoor;

/** Only the door sees the node. */
public final class SeesTheNode {
  SeesTheDoor node;
}
