package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Blob;
import io.github.multipaxos.examples.kv.store.Integers;
import io.github.multipaxos.examples.kv.store.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The words of a request, read as what a command takes them for. Word 0 is the command's name.
 *
 * @param words the words
 */
record Arguments(List<Blob> words) {

  static final String SYNTAX_ERROR = "ERR syntax error";

  int size() {
    return words.size();
  }

  Blob get(int index) {
    return words.get(index);
  }

  List<Blob> from(int index) {
    return words.subList(index, words.size());
  }

  /** Reads a word whose case does not matter. */
  String keyword(int index) {
    String text = new String(words.get(index).shared(), StandardCharsets.ISO_8859_1);
    return text.toUpperCase(Locale.ROOT);
  }

  long number(int index) throws BadRequestException {
    return Integers.parse(words.get(index)).orElseThrow(Arguments::notANumber);
  }

  /** Reads a span of time in the given unit, short enough to be added to any date. */
  long millis(int index, long unitMillis, String command) throws BadRequestException {
    long count = number(index);
    long most = (1L << 61) / unitMillis;
    if (count > most || count < -most) {
      throw invalidTime(command);
    }
    return count * unitMillis;
  }

  static BadRequestException invalidTime(String command) {
    return new BadRequestException("ERR invalid expire time in '" + command + "' command");
  }

  static BadRequestException syntaxError() {
    return new BadRequestException(SYNTAX_ERROR);
  }

  private static BadRequestException notANumber() {
    return new BadRequestException(Reply.NOT_A_NUMBER.text());
  }
}
