package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.Batch;
import io.github.multipaxos.examples.kv.store.KvCommand;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The one operation that a connection has under way: everything that waited when it began, up to a
 * limit, done in order.
 *
 * <p>Reads of one consistency among themselves are one read. As soon as there is a write among them
 * they all go through the log as one batch, reads too: a read then sees the writes before it and
 * not those after it, although none of them was acknowledged when it was sent. And since the next
 * turn begins only when this one is settled, the order holds between turns as well. What is asked
 * in a session is a turn by itself, and so is a read of another consistency than what precedes it.
 *
 * @param exchanges the requests in order, at least one, none of them answered
 */
record Turn(List<Exchange> exchanges) {

  private static final int MAX_REQUESTS = 1024;
  private static final int MAX_BYTES = 256 << 10;

  /** Takes from the head of the queue what can be done together. The queue must not be empty. */
  static Turn take(Deque<Exchange> waiting) {
    List<Exchange> taken = new ArrayList<>();
    long bytes = 0;
    do {
      Exchange next = waiting.remove();
      taken.add(next);
      bytes += next.bytes();
    } while (joins(taken, bytes, waiting));
    return new Turn(taken);
  }

  private static boolean joins(List<Exchange> taken, long bytes, Deque<Exchange> waiting) {
    return !waiting.isEmpty()
        && taken.size() < MAX_REQUESTS
        && bytes + waiting.element().bytes() <= MAX_BYTES
        && taken.get(0).meaning() instanceof Meaning.Operate first
        && waiting.element().meaning() instanceof Meaning.Operate next
        && first.consistency().equals(next.consistency());
  }

  /** Asks the store, which answers an array with a reply for each request. */
  CompletableFuture<Reply> begin(Store store, Duration timeout) {
    if (exchanges.get(0).meaning() instanceof Meaning.UseSession use) {
      return store
          .propose(use.command(), timeout)
          .thenApply(answer -> new Reply.Array(List.of(SessionAnswer.of(answer))));
    }
    List<KvCommand> commands = exchanges.stream().map(each -> operation(each).command()).toList();
    boolean readsOnly = commands.stream().allMatch(Query.class::isInstance);
    if (readsOnly) {
      return store.read(
          commands.stream().map(Query.class::cast).toList(),
          operation(exchanges.get(0)).consistency(),
          timeout);
    }
    if (commands.size() == 1) {
      return store
          .propose(commands.get(0), timeout)
          .thenApply(reply -> new Reply.Array(List.of(reply)));
    }
    return store.propose(new Batch(commands), timeout);
  }

  private static Meaning.Operate operation(Exchange exchange) {
    return (Meaning.Operate) exchange.meaning();
  }

  /** Gives each request its reply. */
  void settle(Reply reply) {
    List<Reply> replies = ((Reply.Array) reply).elements();
    for (int i = 0; i < exchanges.size(); i++) {
      exchanges.get(i).settle(replies.get(i));
    }
  }

  /** Gives each request the reply that says what is known of it. */
  void fail(Throwable failure) {
    exchanges.forEach(each -> each.settle(Failure.reply(failure, each.meaning())));
  }
}
