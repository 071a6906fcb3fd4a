package io.github.multipaxos.testkit.check.history;

import org.jspecify.annotations.Nullable;

/** Writes values for people. A list may have a million of them, and a message must not. */
final class Texts {

  private static final int SHOWN_CHARS = 120;

  private Texts() {}

  static String line(long line) {
    return line == 0 ? "" : " (line " + line + ")";
  }

  static String brief(@Nullable Object value) {
    String text = String.valueOf(value);
    int half = SHOWN_CHARS / 2;
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, half) + " … " + text.substring(text.length() - half);
  }
}
