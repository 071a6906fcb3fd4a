package io.github.multipaxos.testkit.check.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the models allow, one operation at a time: searches of any kind believe them. */
class ModelsTest {

  private final Counter counter = new Counter();
  private final Register register = new Register();

  private static Call call(String op, @Nullable Object value) {
    return new Call(op, "k", value, 0);
  }

  private static Answer answered(@Nullable Object value) {
    return new Answer(value, 0);
  }

  @Test
  void counterAnswersAnAddWithTheNewTotalOrNothing() {
    assertThat(counter.initial()).isZero();

    assertThat(counter.after(5L, call("add", 2L), answered(7L))).isEqualTo(7);
    assertThat(counter.after(5L, call("add", -2L), answered(null))).isEqualTo(3);
    assertThat(counter.after(5L, call("add", 2L), null)).isEqualTo(7);
    assertThat(counter.after(5L, call("add", 2L), answered(5L))).isNull();
    assertThat(counter.after(5L, call("add", 2L), answered(2L))).isNull();
  }

  @Test
  void counterAnswersAReadWithTheTotal() {
    assertThat(counter.after(5L, call("read", null), answered(5L))).isEqualTo(5);
    assertThat(counter.after(5L, call("read", null), null)).isEqualTo(5);
    assertThat(counter.after(5L, call("read", null), answered(4L))).isNull();
  }

  @Test
  void counterWrapsAround() {
    assertThat(counter.after(Long.MAX_VALUE, call("add", 1L), answered(Long.MIN_VALUE)))
        .isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void registerAnswersAReadWithWhatWasWritten() {
    Optional<Object> one = Optional.of(1L);
    assertThat(register.initial()).isEmpty();

    assertThat(register.after(Optional.empty(), call("write", 1L), answered(null))).isEqualTo(one);
    assertThat(register.after(one, call("write", 2L), null)).contains(2L);
    assertThat(register.after(one, call("write", null), answered(null))).isEmpty();
    assertThat(register.after(one, call("read", null), answered(1L))).isEqualTo(one);
    assertThat(register.after(one, call("read", null), null)).isEqualTo(one);
    assertThat(register.after(one, call("read", null), answered(2L))).isNull();
    assertThat(register.after(one, call("read", null), answered(null))).isNull();
    assertThat(register.after(Optional.empty(), call("read", null), answered(null))).isEmpty();
  }

  @Test
  void registerIsSetIfItHoldsWhatIsExpected() {
    Optional<Object> one = Optional.of(1L);
    Call fits = call("cas", Arrays.asList(1L, 2L));
    Call differs = call("cas", Arrays.asList(3L, 2L));
    Call unset = call("cas", Arrays.asList(null, 2L));

    assertThat(register.after(one, fits, answered(true))).contains(2L);
    assertThat(register.after(one, fits, answered(null))).contains(2L);
    assertThat(register.after(one, fits, null)).contains(2L);
    assertThat(register.after(one, fits, answered(false))).isNull();
    assertThat(register.after(one, differs, answered(false))).isEqualTo(one);
    assertThat(register.after(one, differs, null)).isEqualTo(one);
    assertThat(register.after(one, differs, answered(true))).isNull();
    assertThat(register.after(one, differs, answered(null))).isNull();
    assertThat(register.after(Optional.empty(), unset, answered(true))).contains(2L);
  }
}
