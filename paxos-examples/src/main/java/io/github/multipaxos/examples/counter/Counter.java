package io.github.multipaxos.examples.counter;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

// tag::quickstart
/** A running total, the same on every node. */
final class Counter implements StateMachine<Long, Long> {
  private long total;

  @Override
  public Long apply(Long amount, Moment at) {
    return total += amount;
  }

  @Override
  public Snapshot snapshot() {
    long captured = total;
    return out -> new DataOutputStream(out).writeLong(captured);
  }

  @Override
  public void restore(InputStream in) throws IOException {
    total = new DataInputStream(in).readLong();
  }

  long total() {
    return total;
  }
}
// end::quickstart
