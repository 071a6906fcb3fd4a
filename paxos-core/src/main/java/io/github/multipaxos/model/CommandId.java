package io.github.multipaxos.model;

/**
 * Tells one proposal from every other ever made. The node that made it waits for this id to be
 * applied.
 *
 * @param origin the node on which {@code propose} was called
 * @param boot the boot count of that node's data directory, so that a restarted node does not take
 *     its predecessor's commands for its own
 * @param sequence counts the proposals of that boot, from 1
 */
public record CommandId(NodeId origin, long boot, long sequence) {

  /** Written {@code origin/boot/sequence}. */
  @Override
  public String toString() {
    return origin + "/" + boot + "/" + sequence;
  }
}
