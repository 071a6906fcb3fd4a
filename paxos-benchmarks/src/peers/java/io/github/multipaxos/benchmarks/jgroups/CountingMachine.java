package io.github.multipaxos.benchmarks.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jgroups.raft.StateMachine;
import org.jspecify.annotations.Nullable;

/** Counts commands and does not look at them; an empty one asks for the count. */
final class CountingMachine implements StateMachine {

  /** What a read says. */
  static final byte[] QUESTION = {};

  private long count;

  @Override
  public byte @Nullable [] apply(byte[] data, int offset, int length, boolean wantsResult) {
    if (length > 0) {
      count++;
    }
    return wantsResult ? ByteBuffer.allocate(Long.BYTES).putLong(count).array() : null;
  }

  @Override
  public void readContentFrom(DataInput in) throws IOException {
    count = in.readLong();
  }

  @Override
  public void writeContentTo(DataOutput out) throws IOException {
    out.writeLong(count);
  }
}
