package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Blob;
import java.util.List;

/** What arrives on a connection, in order. */
sealed interface Request {

  /**
   * A command with its arguments.
   *
   * @param words the command's name, then its arguments; at least one
   * @param bytes what the request weighs
   */
  record Call(List<Blob> words, int bytes) implements Request {}

  /**
   * Something that is no request. The connection cannot be understood any further.
   *
   * @param text what is wrong with it
   */
  record Garbage(String text) implements Request {}
}
