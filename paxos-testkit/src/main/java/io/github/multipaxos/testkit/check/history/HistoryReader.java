package io.github.multipaxos.testkit.check.history;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history line by line, keeping no more than a line. Fields that it does not know are
 * ignored, so that whoever records a history may add their own. Not safe for several threads.
 */
public final class HistoryReader {

  /** The longest line that is taken. */
  public static final int LINE_CHARS = 16 << 20;

  private static final int BUFFER_CHARS = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final EventParser parser = new EventParser();
  private final Reader reader;
  private final String source;
  private final char[] buffer = new char[BUFFER_CHARS];
  private int position;
  private int limit;
  private long line;

  /**
   * Reads from there.
   *
   * @param source what the input is called, for messages
   */
  public HistoryReader(Reader reader, String source) {
    this.reader = reader;
    this.source = source;
  }

  /** Returns the number of the line read last, from 1. */
  public long line() {
    return line;
  }

  /**
   * Returns the next event, or null if there is none. Empty lines are skipped.
   *
   * @throws MalformedHistoryException if the line is no event
   */
  public @Nullable HistoryEvent next() throws IOException {
    String text = readLine();
    while (text != null && text.isBlank()) {
      text = readLine();
    }
    if (text == null) {
      return null;
    }
    try {
      return parser.parse(text);
    } catch (EventParser.NoEventException e) {
      throw malformed(e.getMessage());
    }
  }

  /** Returns the next line without its end, or null if there is none. */
  private @Nullable String readLine() throws IOException {
    line++;
    StringBuilder text = new StringBuilder();
    while (fill()) {
      int first = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      text.append(buffer, first, position - first);
      if (text.length() > LINE_CHARS) {
        throw malformed("the line has more than " + LINE_CHARS + " characters");
      }
      if (position < limit) {
        position++;
        return withoutMark(text);
      }
    }
    return text.length() == 0 ? null : withoutMark(text);
  }

  /** Some editors put a mark before the first line. */
  private String withoutMark(StringBuilder text) {
    boolean isMarked = line == 1 && text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK;
    return text.substring(isMarked ? 1 : 0);
  }

  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    position = 0;
    try {
      limit = Math.max(0, reader.read(buffer));
    } catch (CharacterCodingException e) {
      throw malformed("this line, or one soon after it, is not UTF-8; write the history in UTF-8");
    }
    return limit > 0;
  }

  MalformedHistoryException malformed(String what) {
    return new MalformedHistoryException(source, line, what);
  }
}
