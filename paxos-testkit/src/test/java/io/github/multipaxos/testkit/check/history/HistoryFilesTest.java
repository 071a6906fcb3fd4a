package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.history.HistoryEvent.Type;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryFilesTest {

  private static List<HistoryEvent> read(String text) throws IOException {
    HistoryReader reader = new HistoryReader(new StringReader(text), "test");
    List<HistoryEvent> events = new ArrayList<>();
    for (HistoryEvent event = reader.next(); event != null; event = reader.next()) {
      events.add(event);
    }
    return events;
  }

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    List<HistoryEvent> events =
        List.of(
            new HistoryEvent(1, Type.INVOKE, "write", "k", "a \"b\"\n", 5),
            new HistoryEvent(2, Type.INVOKE, "cas", "k", List.of(1L, "x"), 6),
            new HistoryEvent(1, Type.OK, "write", "k", null, 7),
            new HistoryEvent(2, Type.INFO, "cas", "", true, Long.MAX_VALUE),
            new HistoryEvent(3, Type.FAIL, "read", "ü", 1.5, -1));
    StringWriter text = new StringWriter();

    try (HistoryWriter writer = new HistoryWriter(text)) {
      for (HistoryEvent event : events) {
        writer.write(event);
      }
    }

    assertThat(read(text.toString())).isEqualTo(events);
    assertThat(text.toString().lines()).hasSize(5);
  }

  @Test
  void mayHaveEmptyLinesAndFieldsOfTheirOwn() throws IOException {
    String text =
        "\n{\"node\":{\"a\":[1]},\"process\":1,\"type\":\"ok\",\"op\":\"read\",\"time\":3}\n\n";

    assertThat(read(text)).containsExactly(new HistoryEvent(1, Type.OK, "read", "", null, 3));
  }

  @Test
  void areRefusedWhereTimeGoesBack() {
    String text =
        "{\"process\":1,\"type\":\"invoke\",\"op\":\"read\",\"time\":3}\n"
            + "{\"process\":1,\"type\":\"ok\",\"op\":\"read\",\"time\":2}\n";

    assertThatThrownBy(() -> Operations.read(new HistoryReader(new StringReader(text), "test")))
        .hasMessageStartingWith("test:2: the time goes back");
  }

  @Test
  void areRefusedWhereAProcessAsksTwiceAtOnce() {
    String line = "{\"process\":1,\"type\":\"invoke\",\"op\":\"read\",\"time\":3}\n";

    assertThatThrownBy(
            () -> Operations.read(new HistoryReader(new StringReader(line + line), "test")))
        .hasMessageStartingWith("test:2: process 1 asks again while read (line 1) is under way");
  }
}
