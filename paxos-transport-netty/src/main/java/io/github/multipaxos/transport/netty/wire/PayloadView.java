package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.multipaxos.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Finds the part of the frame's array that a parsed payload refers to, so that the payload need not
 * be copied out of it. The parser promises to offer that array "lazily", which is all this takes.
 */
final class PayloadView extends ByteOutput {

  private Bytes view = Bytes.EMPTY;

  Bytes of(ByteString payload) {
    try {
      UnsafeByteOperations.unsafeWriteTo(payload, this);
      return view;
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
  }

  @Override
  public void writeLazy(byte[] array, int offset, int size) {
    view = Bytes.wrap(array, offset, size);
  }

  @Override
  public void writeLazy(ByteBuffer buffer) {
    write(buffer);
  }

  @Override
  public void write(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    view = Bytes.wrap(copy);
  }

  @Override
  public void write(byte[] array, int offset, int size) {
    write(ByteBuffer.wrap(array, offset, size));
  }

  @Override
  public void write(byte value) {
    view = Bytes.wrap(new byte[] {value});
  }
}
