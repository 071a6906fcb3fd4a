package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Model;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registers, one per key, that are written, read, and set if they hold what is expected. A state is
 * the value, empty before the first write and while null is the value.
 */
public final class Register implements Model<Optional<Object>, Call, Answer> {

  /** Makes the model. */
  public Register() {}

  @Override
  public Optional<Object> initial() {
    return Optional.empty();
  }

  @Override
  public Object part(Call call) {
    return call.key();
  }

  /** Returns what is wrong with a call and its answer, if anything is. */
  static @Nullable String misuseOf(Call call, @Nullable Answer answer) {
    return switch (call.op()) {
      case "read", "write" -> null;
      case "cas" -> misuseOfCas(call, answer);
      default -> "a register knows read, write and cas, and not " + call.op();
    };
  }

  private static @Nullable String misuseOfCas(Call call, @Nullable Answer answer) {
    if (!(call.value() instanceof List<?> pair && pair.size() == 2)) {
      return "the value of a cas is [expected,new]";
    }
    boolean isAnswer =
        answer == null || answer.value() == null || answer.value() instanceof Boolean;
    return isAnswer
        ? null
        : "a cas is answered by true, false or nothing, and not " + Texts.brief(answer.value());
  }

  @Override
  public @Nullable Optional<Object> after(
      Optional<Object> state, Call call, @Nullable Answer answer) {
    return switch (call.op()) {
      case "write" -> Optional.ofNullable(call.value());
      case "read" ->
          answer == null || Objects.equals(answer.value(), state.orElse(null)) ? state : null;
      default -> cas(state, (List<?>) Objects.requireNonNull(call.value()), answer);
    };
  }

  /** Answered by true or nothing if it changed the value, by false if not. */
  private static @Nullable Optional<Object> cas(
      Optional<Object> state, List<?> pair, @Nullable Answer answer) {
    boolean changes = Objects.equals(pair.get(0), state.orElse(null));
    boolean isSaidToChange = answer == null ? changes : !Boolean.FALSE.equals(answer.value());
    if (changes != isSaidToChange) {
      return null;
    }
    return changes ? Optional.ofNullable(pair.get(1)) : state;
  }
}
