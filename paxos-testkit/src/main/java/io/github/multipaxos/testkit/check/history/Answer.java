package io.github.multipaxos.testkit.check.history;

import org.jspecify.annotations.Nullable;

/**
 * What a client was told, as a history says it.
 *
 * @param value what was answered, or null if nothing was
 * @param line the line on which it was answered, or 0 if it was never in a file
 */
public record Answer(@Nullable Object value, long line) {

  /** Written {@code 1 (line 13)}. */
  @Override
  public String toString() {
    return (value == null ? "ok" : Texts.brief(value)) + Texts.line(line);
  }
}
