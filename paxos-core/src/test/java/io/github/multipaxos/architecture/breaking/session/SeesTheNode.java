package io.github.multipaxos.architecture.breaking.session;

import io.github.multipaxos.architecture.breaking.node.SeesTheDoor;

/** Sessions know nothing of the node that applies their commands. */
public final class SeesTheNode {
  SeesTheDoor node;
}
