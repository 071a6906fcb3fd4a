package io.github.multipaxos.examples.demo;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.examples.kv.KvNode;
import io.github.multipaxos.examples.kv.store.Blob;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.examples.kv.store.Update;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Sets a hundred thousand keys through all nodes in turns, a bounded number at a time, and sees to
 * it that every one is acknowledged in the end.
 *
 * <p>What a rejection says did not happen is proposed again. Where the outcome is unknown, a
 * linearizable read finds out: a key that is there needs nothing more, one that is not is proposed
 * again. The first proposal may yet be applied afterwards; setting the same key to the same value
 * twice does no harm, which is why this load may do so. A load of increments could not.
 */
final class Load {

  private static final int WINDOW = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 20;

  private final IntFunction<KvNode> route;
  private final Progress progress;
  private final Semaphore window = new Semaphore(WINDOW);
  private final Queue<Integer> rejected = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> unknown = new ConcurrentLinkedQueue<>();
  private final Tally tally = new Tally();
  private int rejections;
  private int unknownOutcomes;
  private int foundApplied;

  /**
   * Makes a load.
   *
   * @param route says which node to give a command to
   * @param progress is told of every acknowledgement
   */
  Load(IntFunction<KvNode> route, Progress progress) {
    this.route = route;
    this.progress = progress;
  }

  static Blob key(int number) {
    return Blob.utf8("key-" + number);
  }

  static Blob value(int number) {
    return Blob.utf8("value-" + number);
  }

  /** Proposes the commands of these numbers without waiting for the last of them. */
  void propose(int first, int through) throws InterruptedException {
    for (int number = first; number <= through; number++) {
      propose(number);
    }
  }

  private void propose(int number) throws InterruptedException {
    if (!window.tryAcquire(Patience.limit().toMillis(), TimeUnit.MILLISECONDS)) {
      throw Patience.exhausted("any of " + WINDOW + " commands to be answered");
    }
    route
        .apply(number)
        .propose(new Update.Set(key(number), value(number), Update.Condition.NONE, 0), TIMEOUT)
        .whenComplete((reply, failure) -> settle(number, failure));
  }

  private void settle(int number, Throwable failure) {
    if (failure == null) {
      progress.reached(tally.acknowledge());
    } else if (unwrap(failure) instanceof OutcomeUnknownException) {
      unknown.add(number);
    } else {
      rejected.add(number);
    }
    window.release();
  }

  /** Waits for all answers, and goes after the commands that got none or a bad one. */
  void finish() throws InterruptedException {
    settleAll();
    while (!unknown.isEmpty() || !rejected.isEmpty()) {
      for (Integer number = unknown.poll(); number != null; number = unknown.poll()) {
        unknownOutcomes++;
        findOut(number);
      }
      for (Integer number = rejected.poll(); number != null; number = rejected.poll()) {
        rejections++;
        propose(number);
      }
      settleAll();
      Thread.sleep(PAUSE_MILLIS); // nobody leads or all are busy: do not make it worse
    }
  }

  private void findOut(int number) throws InterruptedException {
    Reply there;
    try {
      there = route.apply(number).read(List.of(new Query.Get(key(number))), TIMEOUT).join();
    } catch (CompletionException e) {
      unknown.add(number);
      unknownOutcomes--;
      return;
    }
    boolean applied = there.equals(new Reply.Array(List.of(new Reply.Bulk(value(number)))));
    if (applied) {
      foundApplied++;
      progress.reached(tally.acknowledge());
    } else {
      propose(number);
    }
  }

  private void settleAll() throws InterruptedException {
    if (!window.tryAcquire(WINDOW, Patience.limit().toMillis(), TimeUnit.MILLISECONDS)) {
      throw Patience.exhausted("the last commands to be answered");
    }
    window.release(WINDOW);
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  int acknowledged() {
    return tally.acknowledged();
  }

  /** Returns the longest time without an acknowledgement so far. */
  Duration longestSilence() {
    return tally.longestSilence();
  }

  /** Says in a sentence how often something other than an acknowledgement came back. */
  String troubles() {
    return String.format(
        "%d were rejected and proposed again; %d had an unknown outcome, of which a read found %d"
            + " applied and %d not, and those were proposed again",
        rejections, unknownOutcomes, foundApplied, unknownOutcomes - foundApplied);
  }
}
