package io.github.multipaxos.testkit.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through operations in a known order, and compares them with the model and with real time.
 */
final class Replay<S, I, O> {

  private final Model<S, I, O> model;
  private final Map<Object, S> states = new HashMap<>();
  private final RealTime<I, O> realTime = new RealTime<>();

  Replay(Model<S, I, O> model) {
    this.model = model;
  }

  /** Returns what is wrong with a command that comes next, or null. */
  @Nullable String command(Operation<I, O> operation) {
    RealTime.Contradiction<I, O> contradiction = realTime.put(operation);
    if (contradiction != null) {
      return behind(contradiction);
    }
    Object part = model.part(operation.input());
    S before = state(part);
    S after = model.after(before, operation.input(), operation.output());
    if (after == null) {
      return wrong(operation, before);
    }
    states.put(part, after);
    return null;
  }

  /** Returns what is wrong with reads that come next, in any order among themselves, or null. */
  @Nullable String reads(List<Operation<I, O>> together) {
    RealTime.Contradiction<I, O> contradiction = realTime.put(together);
    if (contradiction != null) {
      return behind(contradiction);
    }
    for (Operation<I, O> read : together) {
      S before = state(model.part(read.input()));
      S after = model.after(before, read.input(), read.output());
      if (after == null) {
        return wrong(read, before);
      } else if (!after.equals(before)) {
        return read + " changes the state; it is no read, and must be in the log";
      }
    }
    return null;
  }

  private S state(Object part) {
    S state = states.get(part);
    return state == null ? model.initial() : state;
  }

  private String behind(RealTime.Contradiction<I, O> contradiction) {
    return contradiction.behind()
        + " stands behind what was asked for only after it had returned, "
        + contradiction.ahead();
  }

  private String wrong(Operation<I, O> operation, S state) {
    return operation + " finds the state " + state + ", in which the model answers otherwise";
  }
}
