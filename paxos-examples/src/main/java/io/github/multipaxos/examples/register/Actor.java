package io.github.multipaxos.examples.register;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.register.WriteOnceRegister;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A node that is up, and plays a part.
 *
 * @param id its id
 * @param register the node
 * @param wire what it says goes through here
 */
record Actor(NodeId id, WriteOnceRegister<String> register, Wire wire) {

  /** Claims a value, waits, and returns the one that the key has. */
  String decide(String key, String value) throws InterruptedException {
    return Patience.answer(this + " to decide on " + key, claim(key, value));
  }

  /** Claims a value and does not wait. */
  CompletableFuture<String> claim(String key, String value) {
    return register.decide(key, value, Patience.LIMIT);
  }

  /** Claims a value for a while that may be too short. */
  CompletableFuture<String> claim(String key, String value, Duration timeout) {
    return register.decide(key, value, timeout);
  }

  /** Reads the value that a key must have by now. */
  String read(String key) throws InterruptedException {
    return Patience.answer(this + " to read " + key, register.read(key, Patience.LIMIT))
        .orElse("not decided");
  }

  @Override
  public String toString() {
    return "node " + id;
  }
}
