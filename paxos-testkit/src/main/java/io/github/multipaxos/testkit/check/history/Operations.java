package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the events of a history together to operations. */
public final class Operations {

  private final HistoryReader reader;
  private final Map<Long, Underway> underway = new HashMap<>();
  private final List<Operation<Call, Answer>> operations = new ArrayList<>();
  private final List<Call> failed = new ArrayList<>();
  private long lastNanos = Long.MIN_VALUE;

  private record Underway(Call call, long nanos) {}

  private Operations(HistoryReader reader) {
    this.reader = reader;
  }

  /**
   * A history, as operations.
   *
   * @param operations those that happened, or may have
   * @param failed those that certainly did not
   */
  public record Read(List<Operation<Call, Answer>> operations, List<Call> failed) {}

  /**
   * Reads a whole history. An operation that is never settled is of unknown outcome.
   *
   * @throws MalformedHistoryException if it is none
   */
  public static Read read(HistoryReader reader) throws IOException {
    return new Operations(reader).read();
  }

  private Read read() throws IOException {
    for (HistoryEvent event = reader.next(); event != null; event = reader.next()) {
      if (event.nanos() < lastNanos) {
        throw reader.malformed("the time goes back; sort the lines by \"time\"");
      }
      lastNanos = event.nanos();
      take(event);
    }
    underway.values().stream()
        .sorted((one, other) -> Long.compare(one.call.line(), other.call.line()))
        .forEach(it -> operations.add(Operation.unknown(0, it.call, it.nanos)));
    return new Read(operations, failed);
  }

  private void take(HistoryEvent event) throws MalformedHistoryException {
    Underway begun = underway.remove(event.process());
    if (event.type() == HistoryEvent.Type.INVOKE) {
      if (begun != null) {
        throw reader.malformed(
            "process "
                + event.process()
                + " asks again while "
                + begun.call
                + " is under way; a client that gives up writes info and goes on as another process");
      }
      Call call = new Call(event.op(), event.key(), event.value(), reader.line());
      underway.put(event.process(), new Underway(call, event.nanos()));
      return;
    }
    settle(event, begun);
  }

  private void settle(HistoryEvent event, @Nullable Underway begun)
      throws MalformedHistoryException {
    if (begun == null || !begun.call.op().equals(event.op())) {
      throw reader.malformed(
          "process "
              + event.process()
              + " has no "
              + event.op()
              + " under way; write an invoke before each ok, fail or info");
    }
    int process = (int) event.process();
    switch (event.type()) {
      case OK ->
          operations.add(
              new Operation<>(
                  process,
                  begun.call,
                  new Answer(event.value(), reader.line()),
                  begun.nanos,
                  event.nanos()));
      case FAIL -> failed.add(begun.call);
      default -> operations.add(Operation.unknown(process, begun.call, begun.nanos));
    }
  }
}
