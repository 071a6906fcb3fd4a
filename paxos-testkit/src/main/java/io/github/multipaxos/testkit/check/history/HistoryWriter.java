package io.github.multipaxos.testkit.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
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

  /** Writes one line. */
  public void write(HistoryEvent event) throws IOException {
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

  private void write(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object one : list) {
        write(one);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
    writer.close();
  }
}
