package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.WireFormat;
import io.github.multipaxos.model.Bytes;
import java.nio.ByteBuffer;

/** Writes a message as protobuf has it, whose parts have been measured. */
final class FieldWriter implements FieldSink {

  private final ByteBuffer target;
  private final int[] lengths;
  private int parts;

  /**
   * Writes to {@code target}, which must be big-endian and have room.
   *
   * @param lengths of the parts, in the order in which they will begin
   */
  FieldWriter(ByteBuffer target, int[] lengths) {
    this.target = target;
    this.lengths = lengths;
  }

  @Override
  public void number(int field, long value) {
    if (value != 0) {
      varint(tag(field, WireFormat.WIRETYPE_VARINT));
      varint(value);
    }
  }

  @Override
  public void fixed64(int field, long value) {
    if (value != 0) {
      varint(tag(field, WireFormat.WIRETYPE_FIXED64));
      target.putLong(Long.reverseBytes(value));
    }
  }

  @Override
  public void fixed32(int field, int value) {
    if (value != 0) {
      varint(tag(field, WireFormat.WIRETYPE_FIXED32));
      target.putInt(Integer.reverseBytes(value));
    }
  }

  @Override
  public void bytes(int field, Bytes value) {
    if (value.size() > 0) {
      varint(tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED));
      varint(value.size());
      value.copyTo(target);
    }
  }

  @Override
  public int begin(int field) {
    varint(tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED));
    varint(lengths[parts]);
    return parts++;
  }

  @Override
  public void end(int part) {
    // how long it is was said at its beginning
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      target.put((byte) (left | 0x80));
      left >>>= 7;
    }
    target.put((byte) left);
  }
}
