package io.github.multipaxos.testkit.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.multipaxos.testkit.check.history.HistoryEvent.Type;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event of a line of JSON. What differs in JSON differs here: values are compared by
 * checkers, and two that were taken for one would hide a violation.
 */
final class EventParser {

  private static final String EXAMPLE =
      "; a line is like {\"process\":3,\"type\":\"invoke\",\"op\":\"write\",\"key\":\"k\","
          + "\"value\":1,\"time\":12}";

  /** Whole numbers of 64 bits have at most so many digits. */
  private static final int LONG_DIGITS = 19;

  private final JsonFactory json =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A line is no event; the message says why, without saying where. */
  static final class NoEventException extends Exception {
    private static final long serialVersionUID = 1L;

    NoEventException(String what) {
      super(what + EXAMPLE);
    }
  }

  HistoryEvent parse(String text) throws IOException, NoEventException {
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NoEventException("not an object");
      }
      Fields fields = new Fields();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.take(name, parser);
      }
      if (parser.nextToken() != null) {
        throw new NoEventException("something stands behind the object");
      }
      return fields.event();
    } catch (JsonProcessingException e) {
      throw new NoEventException(e.getOriginalMessage());
    } catch (NumberFormatException e) { // an exponent beyond what a BigDecimal can have
      throw new NoEventException("a number is too large or too small");
    }
  }

  private static @Nullable Object value(String field, JsonParser parser)
      throws IOException, NoEventException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case START_ARRAY -> list(field, parser);
      default ->
          throw new NoEventException(
              "\"" + field + "\" must not hold an object; write its text as a string instead");
    };
  }

  /** Equal numbers become equal objects, however they are written. */
  private static Object number(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    BigDecimal exact = parser.getDecimalValue().stripTrailingZeros();
    long digits = (long) exact.precision() - exact.scale();
    boolean isShort = exact.signum() == 0 || (exact.scale() <= 0 && digits <= LONG_DIGITS);
    if (isShort && exact.toBigInteger().bitLength() < Long.SIZE) {
      return exact.longValue();
    }
    return exact;
  }

  private static List<@Nullable Object> list(String field, JsonParser parser)
      throws IOException, NoEventException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(field, parser));
    }
    return Collections.unmodifiableList(list);
  }

  /** The fields of one line. */
  private static final class Fields {
    private @Nullable Object process;
    private @Nullable Object type;
    private @Nullable Object op;
    private @Nullable Object key;
    private @Nullable Object value;
    private @Nullable Object time;

    void take(String name, JsonParser parser) throws IOException, NoEventException {
      switch (name) {
        case "process" -> process = value(name, parser);
        case "type" -> type = value(name, parser);
        case "op" -> op = value(name, parser);
        case "key" -> key = value(name, parser);
        case "value" -> value = value(name, parser);
        case "time" -> time = value(name, parser);
        default -> parser.skipChildren();
      }
    }

    HistoryEvent event() throws NoEventException {
      return new HistoryEvent(
          process(), type(), text("op", op), key(), value, number("time", time));
    }

    private int process() throws NoEventException {
      long number = number("process", process);
      if (number != (int) number) {
        throw new NoEventException("\"process\" must be a whole number of 32 bits, was " + number);
      }
      return (int) number;
    }

    /** Many recorders number their keys. */
    private String key() throws NoEventException {
      if (key == null || key instanceof Long) {
        return key == null ? "" : key.toString();
      }
      return text("key", key);
    }

    private static long number(String name, @Nullable Object is) throws NoEventException {
      if (is instanceof Long number) {
        return number;
      }
      throw new NoEventException("\"" + name + "\" must be a whole number");
    }

    private static String text(String name, @Nullable Object is) throws NoEventException {
      if (is instanceof String text) {
        return text;
      }
      throw new NoEventException("\"" + name + "\" must be a text");
    }

    private Type type() throws NoEventException {
      String name = text("type", type);
      for (Type one : Type.values()) {
        if (one.name().toLowerCase(Locale.ROOT).equals(name)) {
          return one;
        }
      }
      throw new NoEventException(
          "\"type\" must be invoke, ok, fail or info, was \"" + Texts.brief(name) + "\"");
    }
  }
}
