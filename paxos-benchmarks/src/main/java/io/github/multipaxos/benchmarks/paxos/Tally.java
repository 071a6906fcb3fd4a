package io.github.multipaxos.benchmarks.paxos;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts commands and does not look at them. */
public final class Tally implements StateMachine<byte[], Long> {

  private static final byte[] NOT_LOOKED_AT = {};

  private long count;

  /** Returns a codec that leaves bytes where they are. */
  public static Codec<byte[]> codec() {
    return Codec.of(command -> command, bytes -> NOT_LOOKED_AT);
  }

  @Override
  public Long apply(byte[] command, Moment at) {
    return ++count;
  }

  long count() {
    return count;
  }

  @Override
  public Snapshot snapshot() {
    long captured = count;
    return out -> new DataOutputStream(out).writeLong(captured);
  }

  @Override
  public void restore(InputStream in) throws IOException {
    count = new DataInputStream(in).readLong();
  }
}
