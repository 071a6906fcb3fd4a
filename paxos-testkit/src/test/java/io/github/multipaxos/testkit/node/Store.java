package io.github.multipaxos.testkit.node;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.testkit.check.KeyValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A key-value store that does what the checker's model says, so that only replication can be at
 * fault. A command is three words: what to do, a key, and what with.
 */
final class Store implements StateMachine<String, String> {

  private final KeyValue model = new KeyValue();
  private final SortedMap<String, Optional<String>> values = new TreeMap<>();

  @Override
  public String apply(String command, Moment at) {
    KeyValue.Input input = input(command);
    Optional<String> before = get(input.key());
    KeyValue.Output output = model.answer(before, input);
    Optional<String> after = model.after(before, input, output);
    if (after != null) {
      values.put(input.key(), after);
    }
    return text(output);
  }

  @Override
  public Snapshot snapshot() {
    SortedMap<String, Optional<String>> copy = new TreeMap<>(values);
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(copy.size());
      for (var entry : copy.entrySet()) {
        data.writeUTF(entry.getKey());
        data.writeUTF(entry.getValue().orElse(""));
      }
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    values.clear();
    DataInputStream data = new DataInputStream(in);
    for (int left = data.readInt(); left > 0; left--) {
      values.put(data.readUTF(), Optional.of(data.readUTF()).filter(it -> !it.isEmpty()));
    }
  }

  Optional<String> get(String key) {
    return values.getOrDefault(key, Optional.empty());
  }

  static String command(KeyValue.Input input) {
    if (input instanceof KeyValue.Write write) {
      return "write " + write.key() + " " + write.value();
    } else if (input instanceof KeyValue.Increment increment) {
      return "increment " + increment.key() + " " + increment.by();
    } else if (input instanceof KeyValue.CompareAndSet cas) {
      return "swap " + cas.key() + " " + cas.expected().orElse("") + ">" + cas.value();
    }
    throw new IllegalArgumentException("no such command: " + input);
  }

  private static KeyValue.Input input(String command) {
    String[] words = command.split(" ");
    return switch (words[0]) {
      case "write" -> new KeyValue.Write(words[1], words[2]);
      case "increment" -> new KeyValue.Increment(words[1], Long.parseLong(words[2]));
      case "swap" -> {
        String[] values = words[2].split(">");
        yield new KeyValue.CompareAndSet(
            words[1], Optional.of(values[0]).filter(it -> !it.isEmpty()), values[1]);
      }
      default -> throw new IllegalArgumentException("no such command: " + command);
    };
  }

  private static String text(KeyValue.Output output) {
    if (output instanceof KeyValue.Number number) {
      return Long.toString(number.number());
    } else if (output instanceof KeyValue.Changed changed) {
      return Boolean.toString(changed.changed());
    }
    return "";
  }

  /** Reads the answer to a command. */
  static KeyValue.Output output(KeyValue.Input input, String text) {
    if (input instanceof KeyValue.Increment) {
      return new KeyValue.Number(Long.parseLong(text));
    } else if (input instanceof KeyValue.CompareAndSet) {
      return new KeyValue.Changed(Boolean.parseBoolean(text));
    }
    return new KeyValue.Done();
  }
}
