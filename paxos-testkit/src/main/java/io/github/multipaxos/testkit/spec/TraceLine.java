package io.github.multipaxos.testkit.spec;

import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One event of a trace: fields that are numbers, words, or lists of words. A word has no quotes and
 * no backslashes in it, so this much JSON needs no library.
 */
final class TraceLine {

  private static final Pattern LINE = Pattern.compile("\\{(\"\\w+\":[^{}]*)\\}");
  private static final Pattern FIELD =
      Pattern.compile("\"(\\w+)\":(?:\"([^\"\\\\]*)\"|(\\d+)|\\[([^\\]]*)\\])(?:,|$)");
  private static final Pattern WORD = Pattern.compile("\"([^\"\\\\]*)\"");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private TraceLine() {}

  TraceLine(String event) {
    fields.put("event", event);
  }

  static TraceLine of(String event, NodeId node) {
    return new TraceLine(event).with("node", node.value());
  }

  TraceLine with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  String event() {
    return word("event");
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  String word(String name) {
    return field(name, String.class);
  }

  long number(String name) {
    return field(name, Number.class).longValue();
  }

  List<String> words(String name) {
    List<String> words = new ArrayList<>();
    for (Object word : field(name, List.class)) {
      words.add((String) word);
    }
    return words;
  }

  private <T> T field(String name, Class<T> type) {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("field \"" + name + "\" is missing or of another kind");
    }
    return type.cast(value);
  }

  /** Reads a line; nothing if it is not one of these. */
  static Optional<TraceLine> parse(String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      return Optional.empty();
    }
    TraceLine parsed = new TraceLine();
    Matcher field = FIELD.matcher(line.group(1));
    int at = 0;
    while (field.lookingAt()) {
      parsed.fields.put(field.group(1), value(field));
      at = field.end();
      field.region(at, line.group(1).length());
    }
    boolean isWhole = at == line.group(1).length() && parsed.has("event");
    return isWhole ? Optional.of(parsed) : Optional.empty();
  }

  private static Object value(Matcher field) {
    if (field.group(2) != null) {
      return field.group(2);
    }
    return field.group(3) != null
        ? Long.valueOf(field.group(3))
        : WORD.matcher(field.group(4)).results().map(word -> word.group(1)).toList();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    fields.forEach((name, value) -> parts.add("\"" + name + "\":" + json(value)));
    return "{" + String.join(",", parts) + "}";
  }

  private static String json(Object value) {
    if (value instanceof List<?> words) {
      return "[" + String.join(",", words.stream().map(TraceLine::json).toList()) + "]";
    }
    return value instanceof Number ? value.toString() : "\"" + value + "\"";
  }
}
