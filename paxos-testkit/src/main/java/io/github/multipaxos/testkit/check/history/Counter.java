package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Model;
import org.jspecify.annotations.Nullable;

/**
 * Counters, one per key, that are added to and read. A state is the total, which starts at 0 and
 * wraps around at 64 bits as a {@code long} does.
 */
public final class Counter implements Model<Long, Call, Answer> {

  /** Makes the model. */
  public Counter() {}

  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public Object part(Call call) {
    return call.key();
  }

  /** Returns what is wrong with a call and its answer, if anything is. */
  static @Nullable String misuseOf(Call call, @Nullable Answer answer) {
    boolean isSilent = answer == null || (call.op().equals("add") && answer.value() == null);
    if (!isSilent && !(answer.value() instanceof Long)) {
      return "a counter answers whole numbers of 64 bits, and not " + Texts.brief(answer.value());
    }
    return switch (call.op()) {
      case "read" -> null;
      case "add" ->
          call.value() instanceof Long ? null : "the value of an add is a whole number of 64 bits";
      default -> "a counter knows add and read, and not " + call.op();
    };
  }

  /** An add is answered by the new total, or by nothing; a read by the total. */
  @Override
  public @Nullable Long after(Long total, Call call, @Nullable Answer answer) {
    boolean isAdd = call.op().equals("add");
    long next = isAdd && call.value() instanceof Long by ? total + by : total;
    boolean isSilent = answer == null || (isAdd && answer.value() == null);
    return isSilent || Long.valueOf(next).equals(answer.value()) ? next : null;
  }
}
