package io.github.multipaxos.testkit.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a history line by line. Not safe for several threads. */
public final class HistoryWriter implements Closeable {

  private final Writer writer;
  private final JsonGenerator json;

  /** Writes there. */
  public HistoryWriter(Writer writer) throws IOException {
    this.writer = writer;
    this.json = new JsonFactory().setRootValueSeparator("").createGenerator(writer);
  }

  /**
   * Writes the events of whole operations, in order of time. What is read back are the same
   * operations, but for the order of the list, the line numbers and some processes: one that begins
   * while its process has another under way is written as of a process of its own.
   */
  public void write(Operations.Read history) throws IOException {
    for (HistoryEvent event : Interleaving.of(history)) {
      write(event);
    }
  }

  /**
   * Writes one line.
   *
   * @throws IllegalArgumentException if the value is none that an event may have
   */
  public void write(HistoryEvent event) throws IOException {
    requireValue(event.value()); // before half a line is written
    json.writeStartObject();
    json.writeNumberField("process", event.process());
    json.writeStringField("type", event.type().name().toLowerCase(Locale.ROOT));
    json.writeStringField("op", event.op());
    if (!event.key().isEmpty()) {
      json.writeStringField("key", event.key());
    }
    if (event.value() != null) {
      json.writeFieldName("value");
      write(event.value());
    }
    json.writeNumberField("time", event.nanos());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static void requireValue(@Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(HistoryWriter::requireValue);
    } else if (!(value == null
        || value instanceof Long
        || value instanceof BigDecimal
        || value instanceof Boolean
        || value instanceof String)) {
      throw new IllegalArgumentException(
          "a history cannot hold a "
              + value.getClass().getName()
              + "; use a Long, BigDecimal, Boolean, String or a List of those");
    }
  }

  private void write(@Nullable Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object one : list) {
        write(one);
      }
      json.writeEndArray();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else {
      json.writeNull();
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
    writer.close();
  }
}
