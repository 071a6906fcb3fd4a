package io.github.multipaxos.architecture.breaking.register;

import io.github.multipaxos.architecture.breaking.node.SeesTheDoor;

/** What is built on the library goes through its door. */
public final class SeesTheNode {
  SeesTheDoor node;
}
