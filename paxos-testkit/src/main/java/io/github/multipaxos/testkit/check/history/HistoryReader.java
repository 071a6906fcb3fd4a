package io.github.multipaxos.testkit.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.multipaxos.testkit.check.history.HistoryEvent.Type;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history line by line. Fields that it does not know are ignored, so that whoever records a
 * history may add their own. Not safe for several threads.
 */
public final class HistoryReader {

  /** The longest line that is taken. */
  public static final int LINE_CHARS = 16 << 20;

  private static final String EXAMPLE =
      "{\"process\":3,\"type\":\"invoke\",\"op\":\"write\",\"key\":\"k\",\"value\":1,\"time\":12}";

  private final JsonFactory json = new JsonFactory();
  private final BufferedReader reader;
  private final String source;
  private long line;

  /**
   * Reads from there.
   *
   * @param source what the input is called, for messages
   */
  public HistoryReader(Reader reader, String source) {
    this.reader = new BufferedReader(reader);
    this.source = source;
  }

  /** Returns the number of the line read last, from 1. */
  public long line() {
    return line;
  }

  /** Returns the next event, or null if there is none. Empty lines are skipped. */
  public @Nullable HistoryEvent next() throws IOException {
    String text = readLine();
    while (text != null && text.isBlank()) {
      text = readLine();
    }
    return text == null ? null : parse(text);
  }

  private @Nullable String readLine() throws IOException {
    StringBuilder text = new StringBuilder();
    line++;
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      if (next == '\n') {
        return text.toString();
      }
      if (text.length() == LINE_CHARS) {
        throw malformed("the line has more than " + LINE_CHARS + " characters");
      }
      text.append((char) next);
    }
    return text.length() == 0 ? null : text.toString();
  }

  private HistoryEvent parse(String text) throws IOException {
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("not an object; a line is like " + EXAMPLE);
      }
      return event(parser);
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage() + "; a line is like " + EXAMPLE);
    }
  }

  private HistoryEvent event(JsonParser parser) throws IOException {
    Fields fields = new Fields();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      fields.set(name, value);
    }
    if (parser.nextToken() != null) {
      throw malformed("something stands behind the object");
    }
    return fields.event();
  }

  private @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case START_ARRAY -> list(parser);
      case START_OBJECT -> {
        parser.skipChildren();
        yield "{…}"; // only fields that are ignored may hold one
      }
      default -> throw malformed("cannot read " + parser.currentToken());
    };
  }

  private Object whole(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getText()
        : (Object) parser.getLongValue();
  }

  private List<@Nullable Object> list(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  MalformedHistoryException malformed(String what) {
    return new MalformedHistoryException(source, line, what);
  }

  /** The fields of one line. */
  private final class Fields {
    private @Nullable Object process;
    private @Nullable Object type;
    private @Nullable Object op;
    private @Nullable Object key;
    private @Nullable Object value;
    private @Nullable Object time;

    void set(String name, @Nullable Object to) {
      switch (name) {
        case "process" -> process = to;
        case "type" -> type = to;
        case "op" -> op = to;
        case "key" -> key = to;
        case "value" -> value = to;
        case "time" -> time = to;
        default -> {}
      }
    }

    HistoryEvent event() throws MalformedHistoryException {
      return new HistoryEvent(
          number("process", process),
          type(),
          text("op", op),
          key == null ? "" : String.valueOf(key),
          value,
          number("time", time));
    }

    private long number(String name, @Nullable Object is) throws MalformedHistoryException {
      if (is instanceof Long number) {
        return number;
      }
      throw malformed("\"" + name + "\" must be a whole number; a line is like " + EXAMPLE);
    }

    private String text(String name, @Nullable Object is) throws MalformedHistoryException {
      if (is instanceof String text) {
        return text;
      }
      throw malformed("\"" + name + "\" must be a text; a line is like " + EXAMPLE);
    }

    private Type type() throws MalformedHistoryException {
      String name = text("type", type);
      for (Type one : Type.values()) {
        if (one.name().toLowerCase(Locale.ROOT).equals(name)) {
          return one;
        }
      }
      throw malformed("\"type\" must be invoke, ok, fail or info, was \"" + name + "\"");
    }
  }
}
