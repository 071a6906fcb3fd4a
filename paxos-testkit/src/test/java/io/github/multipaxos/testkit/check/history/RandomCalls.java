package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Histories that are linearizable because of how they are made: operations take effect one after
 * the other, each at a moment of its own, are invoked somewhat before it and return somewhat after
 * it.
 */
final class RandomCalls {

  /** What is done to the values. */
  enum Kind {
    REGISTER,
    LIST,
    COUNTER
  }

  private static final long MOMENT_NANOS = 1000;

  private final Kind kind;
  private final Random random;
  private final int keys;
  private final int overlap;
  private final Map<String, @Nullable Object> states = new HashMap<>();

  RandomCalls(Kind kind, long seed, int keys, int overlap) {
    this.kind = kind;
    this.random = new Random(seed);
    this.keys = keys;
    this.overlap = overlap;
  }

  Random random() {
    return random;
  }

  /** Makes a history. A tenth has an unknown outcome, and a twentieth failed. */
  Operations.Read make(int size) {
    List<Operation<Call, Answer>> operations = new ArrayList<>();
    List<Operation<Call, Answer>> failed = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Call call = call(i);
      long moment = i * MOMENT_NANOS;
      long invoked = moment - random.nextLong(overlap * MOMENT_NANOS + 1);
      int fate = random.nextInt(20);
      if (fate == 0) {
        failed.add(Operation.unknown(i, call, invoked));
      } else if (fate < 3) {
        operations.add(Operation.unknown(i, call, invoked));
        if (random.nextBoolean()) {
          answer(call);
        }
      } else {
        long returned = moment + random.nextLong(overlap * MOMENT_NANOS + 1);
        operations.add(new Operation<>(i, call, answer(call), invoked, returned));
      }
    }
    return new Operations.Read(operations, failed);
  }

  private Call call(int number) {
    String key = "k" + random.nextInt(keys);
    if (random.nextInt(5) < 2) {
      return new Call("read", key, null, 0);
    }
    return switch (kind) {
      case LIST -> new Call("append", key, (long) number, 0);
      case COUNTER -> new Call("add", key, 1L + random.nextInt(3), 0);
      case REGISTER ->
          random.nextInt(3) > 0
              ? new Call("write", key, small(), 0)
              : new Call(
                  "cas", key, Arrays.asList(random.nextBoolean() ? null : small(), small()), 0);
    };
  }

  private Object small() {
    return (long) random.nextInt(3);
  }

  /** Lets a call take effect, and returns what is answered. */
  private Answer answer(Call call) {
    Object state = states.get(call.key());
    return new Answer(
        switch (call.op()) {
          case "append" -> append(call, state);
          case "add" -> add(call, state);
          case "write" -> write(call);
          case "cas" -> cas(call, state);
          default -> kind == Kind.COUNTER && state == null ? 0L : emptyList(state);
        },
        0);
  }

  private @Nullable Object emptyList(@Nullable Object state) {
    return kind == Kind.LIST && state == null ? List.of() : state;
  }

  private @Nullable Object write(Call call) {
    states.put(call.key(), call.value());
    return null;
  }

  private @Nullable Object append(Call call, @Nullable Object state) {
    List<Object> next = new ArrayList<>(state instanceof List<?> list ? list : List.of());
    next.add(call.value());
    states.put(call.key(), next);
    return null;
  }

  private Object add(Call call, @Nullable Object state) {
    long total =
        (state instanceof Long before ? before : 0) + (Long) Objects.requireNonNull(call.value());
    states.put(call.key(), total);
    return total;
  }

  private Object cas(Call call, @Nullable Object state) {
    List<?> pair = (List<?>) Objects.requireNonNull(call.value());
    boolean changes = Objects.equals(pair.get(0), state);
    if (changes) {
      states.put(call.key(), pair.get(1));
    }
    return changes;
  }
}
