package io.github.multipaxos.node;

import io.github.multipaxos.Moment;
import java.util.function.Function;

/**
 * A query that waits for its turn on the apply thread.
 *
 * @param <T> what it answers
 */
final class ReadOperation<T> extends Operation<T> {

  private final Function<Moment, T> query;

  ReadOperation(Function<Moment, T> query, long deadlineNanos) {
    super(0, deadlineNanos);
    this.query = query;
  }

  /** Runs the query. What it throws is its caller's; the state machine was only looked at. */
  void run(Moment at) {
    try {
      future().complete(query.apply(at));
    } catch (Throwable e) { // an error too: a caller left without an answer waits for ever
      future().completeExceptionally(e);
    }
  }
}
