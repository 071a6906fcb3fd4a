package io.github.multipaxos.testkit.node;

import io.github.multipaxos.PaxosNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A client that proposes a command every millisecond on one node, several at a time, until it is
 * told to end or the node says that it has stopped. No faster, or a node that has been away could
 * not catch up on a machine that is busy with other things.
 */
final class Load {

  private static final int AT_A_TIME = 16;

  /** A command, how it ended, and how long after it was proposed. */
  record Ended(String command, Answer answer, long afterNanos) {}

  private final PaxosNode<String, String> node;
  private final String name;
  private final Duration deadline;
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final Sightings<Ended> ended = new Sightings<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int proposed;

  private Load(Seat<Journal> seat, String name, Duration deadline) {
    this.node = seat.node();
    this.name = name;
    this.deadline = deadline;
  }

  /** Begins to propose commands called {@code name-0}, {@code name-1} and so on. */
  static Load on(Seat<Journal> seat, String name, Duration deadline) {
    Load load = new Load(seat, name, deadline);
    load.clock.scheduleWithFixedDelay(load::proposeNext, 0, 1, TimeUnit.MILLISECONDS);
    return load;
  }

  private void proposeNext() {
    if (free.tryAcquire()) {
      propose(name + "-" + proposed);
      proposed++;
    }
  }

  private void propose(String command) {
    long startNanos = System.nanoTime();
    node.propose(command, deadline)
        .whenComplete(
            (result, failure) -> {
              long nanos = System.nanoTime() - startNanos;
              Answer answer = failure == null ? new Answer.Done(result) : Answer.ofFailure(failure);
              ended.add(new Ended(command, answer, nanos));
              if (answer.equals(Answer.STOPPED)) {
                clock.shutdown();
              }
              free.release();
            });
  }

  /** Waits until so many more commands have succeeded. */
  void awaitSuccesses(int more) {
    int before = ended.size();
    ended.await(
        more + " more successes of " + name,
        all -> successes(all.subList(before, all.size())) >= more);
  }

  private static long successes(List<Ended> some) {
    return some.stream().filter(it -> it.answer().isDone()).count();
  }

  /** Waits until the node says that it has stopped. */
  void awaitStopped() {
    ended.awaitOne("node to tell " + name + " to stop", it -> it.answer().equals(Answer.STOPPED));
  }

  /** Proposes nothing more, and waits for the last answer. */
  void close() {
    clock.shutdown();
    try {
      long millis = Sightings.PATIENCE.toMillis();
      if (!clock.awaitTermination(millis, TimeUnit.MILLISECONDS)
          || !free.tryAcquire(AT_A_TIME, millis, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("a proposal of " + name + " was never answered");
      }
      free.release(AT_A_TIME);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while ending the load", e);
    }
  }

  Duration deadline() {
    return deadline;
  }

  List<Ended> ended() {
    return ended.all();
  }

  /** Returns the commands that ended in such a way. */
  List<String> commands(Predicate<Answer> how) {
    List<String> commands = new ArrayList<>();
    for (Ended one : ended.all()) {
      if (how.test(one.answer())) {
        commands.add(one.command());
      }
    }
    return commands;
  }
}
