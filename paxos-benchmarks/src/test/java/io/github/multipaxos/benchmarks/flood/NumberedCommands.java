package io.github.multipaxos.benchmarks.flood;

import io.github.multipaxos.Codec;
import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Remembers which commands were applied, in which order, and whether one was twice. */
final class NumberedCommands implements StateMachine<byte[], Long> {

  private static final int FACTOR = 31;

  private BitSet applied = new BitSet();
  private long digest;
  private long repeated;

  /** Returns a codec that leaves bytes where they are, but for the number they begin with. */
  static Codec<byte[]> codec() {
    return Codec.of(command -> command, NumberedCommands::number);
  }

  private static byte[] number(ByteBuffer command) {
    byte[] number = new byte[Integer.BYTES];
    command.get(number);
    return number;
  }

  /** Returns a command of that length that begins with its number. */
  static byte[] command(int number, int bytes) {
    return ByteBuffer.allocate(bytes).putInt(number).array();
  }

  @Override
  public Long apply(byte[] command, Moment at) {
    int number = ByteBuffer.wrap(command).getInt();
    if (applied.get(number)) {
      repeated++;
    }
    applied.set(number);
    digest = digest * FACTOR + number;
    return digest;
  }

  @Override
  public long digest() {
    return digest;
  }

  BitSet applied() {
    return (BitSet) applied.clone();
  }

  long repeated() {
    return repeated;
  }

  @Override
  public Snapshot snapshot() {
    byte[] captured = applied.toByteArray();
    long capturedDigest = digest;
    long capturedRepeated = repeated;
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(capturedDigest);
      data.writeLong(capturedRepeated);
      data.write(captured);
    };
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    digest = data.readLong();
    repeated = data.readLong();
    applied = BitSet.valueOf(data.readAllBytes());
  }
}
