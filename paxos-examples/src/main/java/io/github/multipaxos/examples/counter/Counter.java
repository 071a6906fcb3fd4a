package io.github.multipaxos.examples.counter;

import io.github.multipaxos.Moment;
import io.github.multipaxos.StateMachine;

// tag::quickstart
/** A running total, the same on every node. */
final class Counter implements StateMachine<Long, Long> {
  private long total;

  @Override
  public Long apply(Long amount, Moment at) {
    return total += amount;
  }

  long total() {
    return total;
  }
}
// end::quickstart
