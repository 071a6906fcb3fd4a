package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a list is meant to do, for searches. */
final class Lists implements Model<List<Object>, Call, Answer> {

  @Override
  public List<Object> initial() {
    return List.of();
  }

  @Override
  public Object part(Call call) {
    return call.key();
  }

  @Override
  public @Nullable List<Object> after(List<Object> state, Call call, @Nullable Answer answer) {
    if (call.op().equals("append")) {
      List<Object> next = new ArrayList<>(state);
      next.add(call.value());
      return next;
    }
    return answer == null || Objects.equals(answer.value(), state) ? state : null;
  }
}
