package io.github.multipaxos.benchmarks.flood;

import io.github.multipaxos.OutcomeUnknownException;
import io.github.multipaxos.PaxosNode;
import io.github.multipaxos.RejectedException;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Proposes as fast as one thread can, waiting for nothing, and keeps what it was answered. */
final class Flood {

  private static final long PAUSE_NANOS = 2_000_000;

  private final PaxosNode<byte[], Long> node;
  private final int firstNumber;
  private final int commandBytes;
  private final BitSet acknowledged = new BitSet();
  private final BitSet rejected = new BitSet();
  private final AtomicInteger unsettled = new AtomicInteger();
  private int proposed;
  private long longestCallNanos;
  private int overloaded;
  private int unknown;
  private @Nullable Throwable surprise;

  Flood(PaxosNode<byte[], Long> node, int firstNumber, int commandBytes) {
    this.node = node;
    this.firstNumber = firstNumber;
    this.commandBytes = commandBytes;
  }

  /** Proposes so many commands, or fewer if that time is over before. */
  void run(int commands, long nanos) {
    long before = System.nanoTime();
    long end = before + nanos;
    while (proposed < commands && before - end < 0) {
      propose(firstNumber + proposed);
      proposed++;
      long now = System.nanoTime();
      longestCallNanos = Math.max(longestCallNanos, now - before);
      before = now;
    }
  }

  private void propose(int number) {
    unsettled.incrementAndGet();
    node.propose(NumberedCommands.command(number, commandBytes))
        .whenComplete((result, failure) -> settle(number, failure));
  }

  private synchronized void settle(int number, @Nullable Throwable failure) {
    if (failure == null) {
      acknowledged.set(number);
    } else if (failure instanceof RejectedException rejection) {
      rejected.set(number);
      overloaded += rejection.reason() == RejectedException.Reason.OVERLOADED ? 1 : 0;
    } else if (failure instanceof OutcomeUnknownException) {
      unknown++;
    } else {
      surprise = failure;
    }
    unsettled.decrementAndGet();
  }

  /** Waits until everything has been answered, or for so long. Returns how much has not. */
  int await(long nanos) {
    long end = System.nanoTime() + nanos;
    while (unsettled.get() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    return unsettled.get();
  }

  int proposed() {
    return proposed;
  }

  long longestCallNanos() {
    return longestCallNanos;
  }

  synchronized BitSet acknowledged() {
    return (BitSet) acknowledged.clone();
  }

  synchronized BitSet rejected() {
    return (BitSet) rejected.clone();
  }

  synchronized int overloaded() {
    return overloaded;
  }

  synchronized int unknown() {
    return unknown;
  }

  /** Returns a failure that is none of the two kinds a proposal may end in, or null. */
  synchronized @Nullable Throwable surprise() {
    return surprise;
  }
}
