package io.github.multipaxos.testkit.check;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model of a key-value store whose operations concern one key each. A state is the value of one
 * key, empty while the key does not exist; with a single key it is a register.
 */
public final class KeyValue implements Model<Optional<String>, KeyValue.Input, KeyValue.Output> {

  /** What a client may ask. */
  public sealed interface Input {
    /** Returns the key concerned. */
    String key();
  }

  /**
   * Asks for the value; answered by {@link Found}.
   *
   * @param key the key
   */
  public record Read(String key) implements Input {}

  /**
   * Sets the value; answered by {@link Done}.
   *
   * @param key the key
   * @param value the new value
   */
  public record Write(String key, String value) implements Input {}

  /**
   * Sets the value if it is {@code expected}; answered by {@link Changed}.
   *
   * @param key the key
   * @param expected the value it must have; empty if the key must not exist
   * @param value the new value
   */
  public record CompareAndSet(String key, Optional<String> expected, String value)
      implements Input {}

  /**
   * Adds to the value, a key that does not exist counting as 0; answered by {@link Number} with the
   * sum, or by {@link NotANumber} if the value or the sum is no {@code long}.
   *
   * @param key the key
   * @param by what to add
   */
  public record Increment(String key, long by) implements Input {}

  /**
   * Appends to the value, a key that does not exist counting as empty; answered by {@link Number}
   * with the new length in characters.
   *
   * @param key the key
   * @param suffix what to append
   */
  public record Append(String key, String suffix) implements Input {}

  /**
   * Removes the key; answered by {@link Changed}, true if it existed.
   *
   * @param key the key
   */
  public record Delete(String key) implements Input {}

  /** What a client may be told. */
  public sealed interface Output {}

  /**
   * The value of the key.
   *
   * @param value the value; empty if the key does not exist
   */
  public record Found(Optional<String> value) implements Output {}

  /** It is done. */
  public record Done() implements Output {}

  /**
   * Whether anything changed.
   *
   * @param changed whether it did
   */
  public record Changed(boolean changed) implements Output {}

  /**
   * A sum, or a length.
   *
   * @param number the number
   */
  public record Number(long number) implements Output {}

  /** The value is not a number, or would become too large for one; nothing changed. */
  public record NotANumber() implements Output {}

  private static final Done DONE = new Done();
  private static final NotANumber NOT_A_NUMBER = new NotANumber();

  private record Step(Optional<String> state, Output output) {}

  /** Makes the model of an empty store. */
  public KeyValue() {}

  @Override
  public Optional<String> initial() {
    return Optional.empty();
  }

  @Override
  public Object part(Input input) {
    return input.key();
  }

  @Override
  public @Nullable Optional<String> after(
      Optional<String> state, Input input, @Nullable Output output) {
    Step step = step(state, input);
    return output == null || output.equals(step.output()) ? step.state() : null;
  }

  @Override
  public long stateBytes(Optional<String> state) {
    return 64 + state.map(String::length).orElse(0);
  }

  /** Returns what a store in this state answers. */
  public Output answer(Optional<String> state, Input input) {
    return step(state, input).output();
  }

  private static Step step(Optional<String> state, Input input) {
    if (input instanceof Read) {
      return new Step(state, new Found(state));
    } else if (input instanceof Write write) {
      return new Step(Optional.of(write.value()), DONE);
    } else if (input instanceof CompareAndSet cas) {
      boolean changes = state.equals(cas.expected());
      return new Step(changes ? Optional.of(cas.value()) : state, new Changed(changes));
    } else if (input instanceof Increment increment) {
      return increment(state, increment.by());
    } else if (input instanceof Append append) {
      String value = state.orElse("") + append.suffix();
      return new Step(Optional.of(value), new Number(value.length()));
    } else if (input instanceof Delete) {
      return new Step(Optional.empty(), new Changed(state.isPresent()));
    }
    throw new IllegalArgumentException("no such input: " + input);
  }

  private static Step increment(Optional<String> state, long by) {
    try {
      long sum = Math.addExact(Long.parseLong(state.orElse("0")), by);
      return new Step(Optional.of(Long.toString(sum)), new Number(sum));
    } catch (ArithmeticException | NumberFormatException e) {
      return new Step(state, NOT_A_NUMBER);
    }
  }
}
