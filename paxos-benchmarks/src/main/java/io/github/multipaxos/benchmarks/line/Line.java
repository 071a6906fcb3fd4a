package io.github.multipaxos.benchmarks.line;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line: a verb and named values, as in {@code drive payload=128 window=16}.
 *
 * @param verb what is asked for or answered
 * @param values by name; anything may be in a value, the line encodes it
 */
public record Line(String verb, SortedMap<String, String> values) {

  /** Copies the values. */
  public Line {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Returns a line without values. */
  public static Line of(String verb) {
    return new Line(verb, new TreeMap<>());
  }

  /** Returns this line with one value more. */
  public Line with(String name, Object value) {
    SortedMap<String, String> more = new TreeMap<>(values);
    more.put(name, value.toString());
    return new Line(verb, more);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Line parse(String text) {
    String[] words = text.split(" ", -1);
    Line line = of(words[0]);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "'" + words[i] + "' in the line '" + text + "' is not name=value");
      }
      String value = words[i].substring(equals + 1);
      line =
          line.with(
              words[i].substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return line;
  }

  /** Returns a value. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the line '" + this + "' lacks " + name);
    }
    return value;
  }

  /** Returns a value that is a whole number. */
  public long number(String name) {
    String value = text(name);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " in the line '" + this + "' is not a whole number", e);
    }
  }

  /** Returns a value that is a number and fits an int. */
  public int count(String name) {
    return Math.toIntExact(number(name));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(verb);
    values.forEach(
        (name, value) ->
            text.append(' ')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }
}
