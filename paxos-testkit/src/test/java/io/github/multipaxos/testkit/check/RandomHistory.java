package io.github.multipaxos.testkit.check;

import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Histories that are linearizable because of how they are made: operations take effect one after
 * the other, each at a moment of its own, and are invoked somewhat before that moment and return
 * somewhat after it.
 */
final class RandomHistory {

  /** Moments are this far apart, so that there is room between them. */
  static final long MOMENT_NANOS = 1000;

  private final Random random;
  private final KeyValue model = new KeyValue();
  private final int keys;
  private final double unknownShare;
  private final long reachNanos;

  /**
   * Sets how histories are made.
   *
   * @param unknownShare which share of the operations has an unknown outcome
   * @param overlap how many moments before and after its own an operation may reach
   */
  RandomHistory(long seed, int keys, double unknownShare, int overlap) {
    this.random = new Random(seed);
    this.keys = keys;
    this.unknownShare = unknownShare;
    this.reachNanos = overlap * MOMENT_NANOS;
  }

  List<Operation<Input, Output>> make(int size) {
    List<Operation<Input, Output>> operations = new ArrayList<>();
    Map<String, Optional<String>> states = new HashMap<>();
    for (int i = 0; i < size; i++) {
      long momentNanos = 1_000_000 + i * MOMENT_NANOS;
      Input input = input(i);
      Optional<String> state = states.getOrDefault(input.key(), model.initial());
      Output output = model.answer(state, input);
      long invokedNanos = momentNanos - random.nextLong(reachNanos + 1);
      if (random.nextDouble() < unknownShare) {
        operations.add(Operation.unknown(i % 5, input, invokedNanos));
        output = random.nextBoolean() ? output : null; // it happened, or it did not
      } else {
        long returnedNanos = momentNanos + random.nextLong(reachNanos + 1);
        operations.add(new Operation<>(i % 5, input, output, invokedNanos, returnedNanos));
      }
      if (output != null) {
        states.put(input.key(), model.after(state, input, output));
      }
    }
    return operations;
  }

  Input input(int number) {
    String key = "k" + random.nextInt(keys);
    String value = Integer.toString(random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new KeyValue.Read(key);
      case 3 -> new KeyValue.Write(key, value);
      case 4 -> new KeyValue.CompareAndSet(key, expected(), value);
      case 5 -> new KeyValue.Increment(key, random.nextInt(3));
      case 6 -> new KeyValue.Append(key, value);
      default -> new KeyValue.Delete(key);
    };
  }

  private Optional<String> expected() {
    int drawn = random.nextInt(4);
    return drawn == 3 ? Optional.empty() : Optional.of(Integer.toString(drawn));
  }

  /** Returns some output or other, that may or may not be the right one. */
  Output anyOutput(Input input) {
    Optional<String> value = expected();
    return model.answer(value, input);
  }

  Random random() {
    return random;
  }
}
