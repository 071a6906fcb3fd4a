package io.github.multipaxos.examples.kv.store;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Reads and writes whole numbers the way Redis does: decimal, one spelling per number. */
public final class Integers {

  private static final int LONGEST = Long.toString(Long.MIN_VALUE).length();

  private Integers() {}

  /** Reads a number, unless it has a plus sign, a leading zero, a space or more than 64 bits. */
  public static OptionalLong parse(Blob text) {
    if (text.size() == 0 || text.size() > LONGEST) {
      return OptionalLong.empty();
    }
    String digits = new String(text.shared(), StandardCharsets.ISO_8859_1);
    try {
      long number = Long.parseLong(digits);
      boolean canonical = Long.toString(number).equals(digits);
      return canonical ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Writes a number as {@link #parse} reads it. */
  public static Blob format(long number) {
    return Blob.utf8(Long.toString(number));
  }
}
