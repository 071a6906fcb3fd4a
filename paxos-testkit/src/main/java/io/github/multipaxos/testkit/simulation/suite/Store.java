package io.github.multipaxos.testkit.simulation.suite;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.KeyValue.Append;
import io.github.multipaxos.testkit.check.KeyValue.CompareAndSet;
import io.github.multipaxos.testkit.check.KeyValue.Increment;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import io.github.multipaxos.testkit.simulation.Dice;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A store of a few keys that are written, appended to, counted and compared all the time. */
final class Store implements StateMachine<Input, Output> {

  private static final int KEYS = 12;
  private static final char SEPARATOR = '\t';

  private final KeyValue model = new KeyValue();
  private final SortedMap<String, Optional<String>> values = new TreeMap<>();

  @Override
  public Output apply(Input input, Moment at) {
    Optional<String> before = values.getOrDefault(input.key(), model.initial());
    Output answer = model.answer(before, input);
    values.put(input.key(), model.after(before, input, answer));
    return answer;
  }

  @Override
  public Snapshot snapshot() {
    SortedMap<String, Optional<String>> copy = new TreeMap<>(values);
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(copy.size());
      for (var entry : copy.entrySet()) {
        data.writeUTF(entry.getKey());
        data.writeBoolean(entry.getValue().isPresent());
        data.writeUTF(entry.getValue().orElse(""));
      }
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    values.clear();
    DataInputStream data = new DataInputStream(in);
    for (int left = data.readInt(); left > 0; left--) {
      String key = data.readUTF();
      boolean isPresent = data.readBoolean();
      String value = data.readUTF();
      values.put(key, isPresent ? Optional.of(value) : Optional.empty());
    }
  }

  /** Answers an input that changes nothing. */
  Output peek(Input input) {
    return model.answer(values.getOrDefault(input.key(), model.initial()), input);
  }

  /** Returns a number that is equal for equal states. */
  @Override
  public long digest() {
    return values.hashCode();
  }

  /** Draws an input. Numbers and words have keys of their own. */
  static Input draw(Dice dice) {
    int key = dice.below(KEYS);
    String name = "k" + key;
    int kind = dice.below(10);
    if (key % 3 == 0) {
      return kind < 7 ? new Increment(name, dice.between(1, 9)) : new Read(name);
    }
    String value = Long.toString(dice.below(1000));
    if (kind < 3) {
      return new Write(name, value);
    } else if (kind < 6) {
      return new Append(
          name, dice.chance(0.05) ? "x".repeat(dice.below(400)) : value.substring(0, 1));
    } else if (kind < 9) {
      return new CompareAndSet(name, Optional.of(Long.toString(dice.below(5))), value);
    }
    return new KeyValue.Delete(name);
  }

  /** Draws an input that changes nothing. */
  static Input drawRead(Dice dice) {
    return new Read("k" + dice.below(KEYS));
  }

  static Codec<Input> codec() {
    return Codec.of(
        input -> write(input).getBytes(StandardCharsets.UTF_8),
        bytes -> read(StandardCharsets.UTF_8.decode(bytes).toString()));
  }

  private static String write(Input input) {
    if (input instanceof Read read) {
      return join("r", read.key());
    } else if (input instanceof Write write) {
      return join("w", write.key(), write.value());
    } else if (input instanceof Append append) {
      return join("a", append.key(), append.suffix());
    } else if (input instanceof Increment increment) {
      return join("i", increment.key(), Long.toString(increment.by()));
    } else if (input instanceof CompareAndSet cas) {
      return join("c", cas.key(), cas.value(), cas.expected().orElseThrow());
    }
    return join("d", input.key());
  }

  private static String join(String... words) {
    return String.join(String.valueOf(SEPARATOR), words);
  }

  private static Input read(String text) {
    String[] words = text.split(String.valueOf(SEPARATOR), -1);
    return switch (words[0]) {
      case "r" -> new Read(words[1]);
      case "w" -> new Write(words[1], words[2]);
      case "a" -> new Append(words[1], words[2]);
      case "i" -> new Increment(words[1], Long.parseLong(words[2]));
      case "c" -> new CompareAndSet(words[1], Optional.of(words[3]), words[2]);
      case "d" -> new KeyValue.Delete(words[1]);
      default -> throw new IllegalArgumentException("no such command: " + text);
    };
  }
}
