package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.history.HistoryEvent.Type;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            new HistoryEvent(3, Type.FAIL, "read", "ü", new BigDecimal("1.5"), -1));
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

  private static Object valueOf(String json) throws IOException {
    return read("{\"process\":1,\"type\":\"ok\",\"op\":\"read\",\"value\":" + json + ",\"time\":3}")
        .get(0)
        .value();
  }

  @Test
  void keepValuesApartThatDiffer() throws IOException {
    assertThat(valueOf("12345678901234567890")).isNotEqualTo(valueOf("12345678901234567891"));
    assertThat(valueOf("12345678901234567890")).isNotEqualTo(valueOf("\"12345678901234567890\""));
    assertThat(valueOf("0.1234567890123456789")).isNotEqualTo(valueOf("0.1234567890123456788"));
    assertThat(valueOf("1")).isNotEqualTo(valueOf("\"1\""));
    assertThat(valueOf("[1]")).isNotEqualTo(valueOf("[[1]]"));
  }

  @Test
  void takeEqualNumbersForEqualHoweverTheyAreWritten() throws IOException {
    assertThat(valueOf("1.0")).isEqualTo(1L);
    assertThat(valueOf("-20e-1")).isEqualTo(-2L);
    assertThat(valueOf("0.000")).isEqualTo(0L);
    assertThat(valueOf("9223372036854775808")).isEqualTo(valueOf("9.223372036854775808e18"));
    assertThat(valueOf("-9223372036854775808.0")).isEqualTo(Long.MIN_VALUE);
    assertThat(valueOf("1e999999")).isEqualTo(new BigDecimal("1e999999"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | \"value\" must not hold an object",
        "[[{}]] | \"value\" must not hold an object",
        "1e99999999999 | a number is too large or too small",
        "NaN | ",
        "[1 | ",
        "1,\"value\":2 | Duplicate field 'value'",
      })
  void areRefusedWhereAValueIsNone(String json, String words) {
    assertThatThrownBy(() -> valueOf(json))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageStartingWith("test:1: " + (words == null ? "" : words));
  }

  @Test
  void mayHaveNumbersForKeysAndAMarkAtTheBeginningAndWindowsLines() throws IOException {
    String line = "{\"process\":1,\"type\":\"info\",\"op\":\"read\",\"key\":7,\"time\":3}\r\n";

    assertThat(read("\uFEFF" + line + "\r\n" + line))
        .containsExactly(
            new HistoryEvent(1, Type.INFO, "read", "7", null, 3),
            new HistoryEvent(1, Type.INFO, "read", "7", null, 3));
  }

  @Test
  void areReadThoughLinesSpanBuffers() throws IOException {
    String value = "x".repeat(300_000);

    assertThat(valueOf("\"" + value + "\"")).isEqualTo(value);
  }

  @Test
  void areRefusedWhereALineIsTooLong() {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] buffer, int first, int length) {
            Arrays.fill(buffer, first, first + length, '[');
            return length;
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> new HistoryReader(endless, "test").next())
        .hasMessage("test:1: the line has more than 16777216 characters");
  }

  @Test
  void cannotBeWrittenWithAValueThatCouldNotBeRead() throws IOException {
    StringWriter text = new StringWriter();
    try (HistoryWriter writer = new HistoryWriter(text)) {
      assertThatThrownBy(
              () -> writer.write(new HistoryEvent(1, Type.OK, "read", "", List.of(1.5), 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot hold a java.lang.Double");
    }
    assertThat(text.toString()).isEmpty();
  }

  private static Operations.Read operations(String... lines) throws IOException {
    return Operations.read(new HistoryReader(new StringReader(String.join("\n", lines)), "test"));
  }

  private static String line(int process, String type, String rest) {
    return "{\"process\":%d,\"type\":\"%s\",\"op\":\"write\",%s}".formatted(process, type, rest);
  }

  @Test
  void haveOperationsOfUnknownOutcomeWhereNothingSettlesThem() throws IOException {
    Operations.Read history =
        operations(
            line(4, "invoke", "\"value\":1,\"time\":1"),
            line(5, "invoke", "\"value\":2,\"time\":2"),
            line(5, "info", "\"time\":3"),
            line(5, "invoke", "\"value\":3,\"time\":4"),
            line(5, "fail", "\"time\":5"));

    assertThat(history.operations())
        .containsExactly(
            Operation.unknown(5, new Call("write", "", 2L, 2), 2),
            Operation.unknown(4, new Call("write", "", 1L, 1), 1));
    assertThat(history.failed())
        .containsExactly(Operation.unknown(5, new Call("write", "", 3L, 4), 4));
  }

  @Test
  void areRefusedWhereAnAnswerIsForAnotherKeyOrAtATimeThatNeverComes() {
    String invoke = line(1, "invoke", "\"key\":\"x\",\"time\":1");

    assertThatThrownBy(() -> operations(invoke, line(1, "ok", "\"key\":\"y\",\"time\":2")))
        .hasMessage("test:2: the key is not that of write x (line 1), which this settles");
    assertThatThrownBy(() -> operations(invoke, line(1, "ok", "\"time\":" + Long.MAX_VALUE)))
        .hasMessageStartingWith("test:2: the time 9223372036854775807 means never");
  }
}
