package io.github.multipaxos.examples.kv.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command is answered with. The five kinds are those of the Redis protocol, version 2. */
public sealed interface Reply {

  /** The answer of a command that has nothing else to say. */
  Reply OK = new Status("OK");

  /** The answer that there is no such value. */
  Reply NIL = new Bulk(null);

  /** What is said of text that is no number, or no 64-bit one. */
  Error NOT_A_NUMBER = new Error("ERR value is not an integer or out of range");

  /** Returns the number as a reply. */
  static Reply of(long number) {
    return new Number(number);
  }

  /** Returns 1 for true and 0 for false. */
  static Reply of(boolean answer) {
    return new Number(answer ? 1 : 0);
  }

  /** Returns the text as a value. */
  static Reply of(String text) {
    return new Bulk(Blob.utf8(text));
  }

  /**
   * A word from the server.
   *
   * @param text one line
   */
  record Status(String text) implements Reply {}

  /**
   * A refusal, and why.
   *
   * @param text one line that begins with a word in capitals for programs, as in {@code ERR …}
   */
  record Error(String text) implements Reply {}

  /**
   * A whole number.
   *
   * @param value the number
   */
  record Number(long value) implements Reply {}

  /**
   * A value.
   *
   * @param value the bytes, or null where there is no value
   */
  record Bulk(@Nullable Blob value) implements Reply {}

  /**
   * Several replies.
   *
   * @param elements the replies in order
   */
  record Array(List<Reply> elements) implements Reply {
    /** Takes the replies as they are now. */
    public Array {
      elements = List.copyOf(elements);
    }
  }
}
