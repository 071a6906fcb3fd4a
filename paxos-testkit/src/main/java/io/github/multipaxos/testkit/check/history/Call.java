package io.github.multipaxos.testkit.check.history;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, as a history says it.
 *
 * @param op the kind of operation
 * @param key the part of the state concerned
 * @param value what goes with it, or null
 * @param line the line on which it was invoked, or 0 if it was never in a file
 */
public record Call(String op, String key, @Nullable Object value, long line) {

  /** Written {@code write k 1 (line 12)}. */
  @Override
  public String toString() {
    return op
        + (key.isEmpty() ? "" : " " + key)
        + (value == null ? "" : " " + Texts.brief(value))
        + Texts.line(line);
  }
}
