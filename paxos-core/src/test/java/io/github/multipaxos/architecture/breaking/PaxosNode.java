package io.github.multipaxos.architecture.breaking;

import io.github.multipaxos.architecture.breaking.node.SeesTheDoor;

/** A door, which may see the node. */
public final class PaxosNode {
  SeesTheDoor node;

  /** A part of the door. */
  public static final class Builder {
    SeesTheDoor node;
  }
}
