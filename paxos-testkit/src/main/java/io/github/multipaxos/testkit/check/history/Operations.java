package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.history.HistoryEvent.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the events of a history together to operations. */
public final class Operations {

  private final HistoryReader reader;
  private final Map<Integer, Operation<Call, Answer>> underway = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();
  private final List<Operation<Call, Answer>> operations = new ArrayList<>();
  private final List<Operation<Call, Answer>> failed = new ArrayList<>();
  private long lastNanos = Long.MIN_VALUE;

  private Operations(HistoryReader reader) {
    this.reader = reader;
  }

  /**
   * A history, as operations.
   *
   * @param operations those that happened, or may have
   * @param failed those that certainly did not, as if of unknown outcome
   */
  public record Read(
      List<Operation<Call, Answer>> operations, List<Operation<Call, Answer>> failed) {}

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
      keepTime(event.nanos());
      if (event.type() == Type.INVOKE) {
        invoke(event);
      } else {
        settle(event);
      }
    }
    underway.values().stream()
        .sorted(Comparator.comparingLong(operation -> operation.input().line()))
        .forEach(operations::add);
    return new Read(operations, failed);
  }

  private void keepTime(long nanos) throws MalformedHistoryException {
    if (nanos < lastNanos) {
      throw reader.malformed("the time goes back; sort the lines by \"time\"");
    } else if (nanos == Operation.NEVER) {
      throw reader.malformed("the time " + nanos + " means never; use an earlier clock");
    }
    lastNanos = nanos;
  }

  private void invoke(HistoryEvent event) throws MalformedHistoryException {
    Call call = new Call(word(event.op()), word(event.key()), event.value(), reader.line());
    Operation<Call, Answer> begun = Operation.unknown(event.process(), call, event.nanos());
    Operation<Call, Answer> other = underway.put(event.process(), begun);
    if (other != null) {
      throw reader.malformed(
          "process "
              + event.process()
              + " asks again while "
              + other.input()
              + " is under way; a client that gives up writes info first");
    }
  }

  private void settle(HistoryEvent event) throws MalformedHistoryException {
    Operation<Call, Answer> begun = underway.remove(event.process());
    if (begun == null || !begun.input().op().equals(event.op())) {
      throw reader.malformed(
          "process "
              + event.process()
              + " has no "
              + Texts.brief(event.op())
              + " under way; write an invoke before each ok, fail or info");
    }
    if (!event.key().isEmpty() && !event.key().equals(begun.input().key())) {
      throw reader.malformed("the key is not that of " + begun.input() + ", which this settles");
    }
    switch (event.type()) {
      case OK -> operations.add(answered(begun, event));
      case FAIL -> failed.add(begun);
      default -> operations.add(begun);
    }
  }

  private Operation<Call, Answer> answered(Operation<Call, Answer> begun, HistoryEvent event) {
    @Nullable Object value = event.value();
    return new Operation<>(
        begun.process(),
        begun.input(),
        new Answer(value, reader.line()),
        begun.invokedNanos(),
        event.nanos());
  }

  /** Long histories have few words, and each need be in memory once. */
  private String word(String text) {
    String known = words.putIfAbsent(text, text);
    return known == null ? text : known;
  }
}
