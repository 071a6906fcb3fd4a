package io.github.multipaxos.examples.kv.resp;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line that a person typed into words: at blanks, except between quotes. In double quotes
 * a backslash makes the next character plain.
 */
final class InlineWords {

  private final String line;
  private int at;

  private InlineWords(String line) {
    this.line = line;
  }

  static List<String> split(String line) throws BadRequestException {
    InlineWords rest = new InlineWords(line);
    List<String> words = new ArrayList<>();
    while (rest.skipBlanks()) {
      words.add(rest.word());
    }
    return words;
  }

  private boolean skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  private String word() throws BadRequestException {
    StringBuilder word = new StringBuilder();
    while (at < line.length() && !isBlank(line.charAt(at))) {
      char next = line.charAt(at++);
      if (next == '"' || next == '\'') {
        quoted(next, word);
      } else {
        word.append(next);
      }
    }
    return word.toString();
  }

  private void quoted(char quote, StringBuilder word) throws BadRequestException {
    while (at < line.length()) {
      char next = line.charAt(at++);
      if (next == quote) {
        return;
      }
      boolean escapes = next == '\\' && quote == '"' && at < line.length();
      word.append(escapes ? line.charAt(at++) : next);
    }
    throw new BadRequestException("Protocol error: unbalanced quotes in request");
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
