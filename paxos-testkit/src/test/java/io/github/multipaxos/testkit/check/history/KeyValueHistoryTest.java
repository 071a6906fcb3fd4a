package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.testkit.check.KeyValue.Append;
import io.github.multipaxos.testkit.check.KeyValue.Changed;
import io.github.multipaxos.testkit.check.KeyValue.CompareAndSet;
import io.github.multipaxos.testkit.check.KeyValue.Done;
import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import io.github.multipaxos.testkit.check.Operation;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyValueHistoryTest {

  private static Operations.Read throughAFile(Operations.Read history) throws IOException {
    StringWriter text = new StringWriter();
    try (HistoryWriter writer = new HistoryWriter(text)) {
      writer.write(history);
    }
    return Operations.read(new HistoryReader(new StringReader(text.toString()), "history"));
  }

  @Test
  void comesBackFromAFile() throws IOException {
    List<Operation<Input, Output>> operations =
        List.of(
            new Operation<>(1, new Write("x", "a"), new Done(), 1, 2),
            new Operation<>(2, new Read("x"), new Found(Optional.of("a")), 2, 5),
            new Operation<>(2, new Read("y"), new Found(Optional.empty()), 6, 6),
            new Operation<>(
                1, new CompareAndSet("y", Optional.empty(), "b"), new Changed(true), 7, 8),
            new Operation<>(
                1, new CompareAndSet("y", Optional.of("a"), "c"), new Changed(false), 8, 10),
            Operation.unknown(3, new Write("x", ""), 11));

    Operations.Read read = throughAFile(KeyValueHistory.toRegister(operations));

    assertThat(KeyValueHistory.fromRegister(read)).containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  void givesOperationsThatOverlapProcessesOfTheirOwn() throws IOException {
    List<Operation<Input, Output>> operations =
        List.of(
            new Operation<>(1, new Write("x", "a"), new Done(), 1, 9),
            new Operation<>(1, new Write("x", "b"), new Done(), 2, 4),
            new Operation<>(1, new Write("x", "c"), new Done(), 5, 6),
            new Operation<>(2, new Write("x", "d"), new Done(), 5, 6));

    Operations.Read read = throughAFile(KeyValueHistory.toRegister(operations));

    assertThat(read.operations())
        .extracting(each -> each.process() + " " + each.input().value())
        .containsExactly("3 b", "3 c", "2 d", "1 a");
  }

  @Test
  void hasNoWordsForTheRest() {
    Operation<Input, Output> append = Operation.unknown(1, new Append("x", "a"), 1);

    assertThatThrownBy(() -> KeyValueHistory.toRegister(List.of(append)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a register knows no Append[key=x, suffix=a]");
  }

  @Test
  void refusesWhatAKeyValueStoreCannotHold() {
    Operation<Call, Answer> write = Operation.unknown(1, new Call("write", "x", 5L, 3), 1);

    assertThatThrownBy(
            () -> KeyValueHistory.fromRegister(new Operations.Read(List.of(write), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("write x 5 (line 3): a key-value store holds texts, and not 5");
  }
}
