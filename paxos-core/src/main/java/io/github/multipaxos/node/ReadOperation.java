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

  /**
   * Runs the query, and returns what tells the caller. What it throws is the caller's; the state
   * machine was only looked at.
   */
  Runnable run(Moment at) {
    try {
      T answer = query.apply(at);
      return () -> future().complete(answer);
    } catch (Throwable e) { // an error too: a caller left without an answer waits for ever
      return () -> future().completeExceptionally(e);
    }
  }
}
