package io.github.multipaxos.session.client;

import java.util.TreeSet;

/** Numbers the commands of a session, and knows which are not settled. Safe for all threads. */
final class Sequences {

  private final TreeSet<Long> unsettled = new TreeSet<>();
  private long next;

  Sequences(long first) {
    this.next = first;
  }

  synchronized long take() {
    unsettled.add(next);
    return next++;
  }

  /** The caller has been told all that it will ever be told of this sequence. */
  synchronized void settle(long sequence) {
    unsettled.remove(sequence);
  }

  /** Returns the last sequence up to which all are settled. */
  synchronized long settledThrough() {
    return unsettled.isEmpty() ? next - 1 : unsettled.first() - 1;
  }

  synchronized long next() {
    return next;
  }
}
