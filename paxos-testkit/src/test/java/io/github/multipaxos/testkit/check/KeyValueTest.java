package io.github.multipaxos.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.KeyValue.Append;
import io.github.multipaxos.testkit.check.KeyValue.Changed;
import io.github.multipaxos.testkit.check.KeyValue.CompareAndSet;
import io.github.multipaxos.testkit.check.KeyValue.Delete;
import io.github.multipaxos.testkit.check.KeyValue.Done;
import io.github.multipaxos.testkit.check.KeyValue.Found;
import io.github.multipaxos.testkit.check.KeyValue.Increment;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.NotANumber;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import io.github.multipaxos.testkit.check.KeyValue.Read;
import io.github.multipaxos.testkit.check.KeyValue.Write;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyValueTest {

  private static final Optional<String> NONE = Optional.empty();
  private static final String LARGEST = Long.toString(Long.MAX_VALUE);

  private final KeyValue model = new KeyValue();

  static Stream<Arguments> steps() {
    return Stream.of(
        step(NONE, new Read("k"), new Found(NONE), NONE),
        step(is("a"), new Read("k"), new Found(is("a")), is("a")),
        step(NONE, new Write("k", "b"), new Done(), is("b")),
        step(is("a"), new Write("k", "b"), new Done(), is("b")),
        step(is("a"), new CompareAndSet("k", is("a"), "b"), new Changed(true), is("b")),
        step(is("a"), new CompareAndSet("k", is("x"), "b"), new Changed(false), is("a")),
        step(is("a"), new CompareAndSet("k", NONE, "b"), new Changed(false), is("a")),
        step(NONE, new CompareAndSet("k", NONE, "b"), new Changed(true), is("b")),
        step(NONE, new CompareAndSet("k", is("a"), "b"), new Changed(false), NONE),
        step(NONE, new Increment("k", 2), new KeyValue.Number(2), is("2")),
        step(is("5"), new Increment("k", -7), new KeyValue.Number(-2), is("-2")),
        step(is("a"), new Increment("k", 1), new NotANumber(), is("a")),
        step(is(LARGEST), new Increment("k", 1), new NotANumber(), is(LARGEST)),
        step(NONE, new Append("k", "ab"), new KeyValue.Number(2), is("ab")),
        step(is("ab"), new Append("k", "c"), new KeyValue.Number(3), is("abc")),
        step(is("a"), new Delete("k"), new Changed(true), NONE),
        step(NONE, new Delete("k"), new Changed(false), NONE));
  }

  private static Arguments step(
      Optional<String> before, Input input, Output output, Optional<String> after) {
    return Arguments.of(before, input, output, after);
  }

  private static Optional<String> is(String value) {
    return Optional.of(value);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void answersAsAStoreDoes(
      Optional<String> before, Input input, Output output, Optional<String> after) {
    assertThat(model.answer(before, input)).isEqualTo(output);
    assertThat(model.after(before, input, output)).isEqualTo(after);
    assertThat(model.after(before, input, null)).isEqualTo(after);
    assertThat(model.part(input)).isEqualTo("k");
  }

  @Test
  void allowsNoOtherAnswer() {
    assertThat(model.after(is("a"), new Read("k"), new Found(is("b")))).isNull();
    assertThat(model.after(is("a"), new Delete("k"), new Changed(false))).isNull();
    assertThat(model.after(is("1"), new Increment("k", 1), new KeyValue.Number(3))).isNull();
  }
}
