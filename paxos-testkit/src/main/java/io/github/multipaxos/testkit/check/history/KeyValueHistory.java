package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.KeyValue.Changed;
import io.github.multipaxos.testkit.check.KeyValue.CompareAndSet;
import io.github.multipaxos.testkit.check.KeyValue.Done;
import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import io.github.multipaxos.testkit.check.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns histories of {@link KeyValue} into those of {@link Register} and back, so that what a
 * program has recorded can be written to a file: reads, writes and compare-and-set. A file has no
 * words for the other operations of a key-value store.
 */
public final class KeyValueHistory {

  private KeyValueHistory() {}

  /**
   * Returns the history for a file.
   *
   * @throws IllegalArgumentException if an operation is no read, write or compare-and-set
   */
  public static Operations.Read toRegister(List<Operation<Input, Output>> operations) {
    return new Operations.Read(
        operations.stream().map(KeyValueHistory::toRegister).toList(), List.of());
  }

  private static Operation<Call, Answer> toRegister(Operation<Input, Output> operation) {
    return new Operation<>(
        operation.process(),
        call(operation.input()),
        answer(operation.output()),
        operation.invokedNanos(),
        operation.returnedNanos());
  }

  private static Call call(Input input) {
    if (input instanceof Read) {
      return new Call("read", input.key(), null, 0);
    } else if (input instanceof Write write) {
      return new Call("write", input.key(), write.value(), 0);
    } else if (input instanceof CompareAndSet cas) {
      List<@Nullable Object> pair = Arrays.asList(cas.expected().orElse(null), cas.value());
      return new Call("cas", input.key(), pair, 0);
    }
    throw new IllegalArgumentException("a register knows no " + input);
  }

  private static @Nullable Answer answer(@Nullable Output output) {
    if (output instanceof Found found) {
      return new Answer(found.value().orElse(null), 0);
    } else if (output instanceof Changed changed) {
      return new Answer(changed.changed(), 0);
    }
    return output == null ? null : new Answer(null, 0);
  }

  /**
   * Returns the history from a file.
   *
   * @throws IllegalArgumentException if an operation is none of a register, or a value no text
   */
  public static List<Operation<Input, Output>> fromRegister(Operations.Read history) {
    return history.operations().stream().map(KeyValueHistory::fromRegister).toList();
  }

  private static Operation<Input, Output> fromRegister(Operation<Call, Answer> operation) {
    String misuse = Register.misuseOf(operation.input(), operation.output());
    if (misuse != null) {
      throw new IllegalArgumentException(operation.input() + ": " + misuse);
    }
    return new Operation<>(
        operation.process(),
        input(operation.input()),
        output(operation.input(), operation.output()),
        operation.invokedNanos(),
        operation.returnedNanos());
  }

  private static Input input(Call call) {
    if (call.op().equals("read")) {
      return new Read(call.key());
    } else if (call.value() instanceof List<?> pair && call.op().equals("cas")) {
      return new CompareAndSet(call.key(), text(call, pair.get(0)), required(call, pair.get(1)));
    }
    return new Write(call.key(), required(call, call.value()));
  }

  private static @Nullable Output output(Call call, @Nullable Answer answer) {
    if (answer == null) {
      return null;
    }
    return switch (call.op()) {
      case "read" -> new Found(text(call, answer.value()));
      case "cas" -> new Changed(!Boolean.FALSE.equals(answer.value()));
      default -> new Done();
    };
  }

  private static Optional<String> text(Call call, @Nullable Object value) {
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw new IllegalArgumentException(
        call + ": a key-value store holds texts, and not " + Texts.brief(value));
  }

  private static String required(Call call, @Nullable Object value) {
    return text(call, value)
        .orElseThrow(() -> new IllegalArgumentException(call + ": a value is missing"));
  }
}
