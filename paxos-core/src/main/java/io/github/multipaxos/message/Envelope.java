package io.github.multipaxos.message;

import io.github.multipaxos.model.NodeId;

/**
 * A message and whom it is for.
 *
 * @param <M> the kind of message, so that a list of vows can hold nothing else
 * @param to the receiver, which may be the sender itself
 * @param message what is said
 */
public record Envelope<M extends Message>(NodeId to, M message) {}
