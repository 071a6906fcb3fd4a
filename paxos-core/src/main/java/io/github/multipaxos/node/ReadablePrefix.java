package io.github.multipaxos.node;

/**
 * Rule D4. How far decrees may be read back from the log. A slot may be chosen, and its decree
 * recorded, while all that the disk holds yet is this node's vote for another decree in an older
 * ballot.
 */
final class ReadablePrefix {

  private volatile long throughSlot;

  ReadablePrefix(long throughSlot) {
    this.throughSlot = throughSlot;
  }

  /** Everything recorded up to the step in which the prefix reached this slot is durable. */
  void onDurable(long chosenThrough) {
    throughSlot = chosenThrough;
  }

  long throughSlot() {
    return throughSlot;
  }
}
