package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.message.Message;

/** What one frame says: something about the connection, or a message of the protocol. */
public sealed interface Frame permits Hello, Refusal, Frame.Alive, Frame.Said {

  /** "I am here, and have nothing else to say." */
  record Alive() implements Frame {
    /** All of them are equal; this one serves everywhere. */
    public static final Alive INSTANCE = new Alive();
  }

  /**
   * Carries a message from node to node.
   *
   * @param message what is said
   */
  record Said(Message message) implements Frame {}
}
