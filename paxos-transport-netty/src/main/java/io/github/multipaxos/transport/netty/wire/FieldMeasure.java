package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.CodedOutputStream;
import io.github.multipaxos.model.Bytes;
import java.util.Arrays;

/** Finds out how many bytes a message has, and each part of it. */
final class FieldMeasure implements FieldSink {

  private int[] lengths; // of a part that has not ended, where it began
  private int parts;
  private long bytes;

  /** Begins with room for the lengths of so many parts. */
  FieldMeasure(int expectedParts) {
    lengths = new int[Math.max(1, expectedParts)];
  }

  /**
   * Returns how many bytes the message has. One that is larger than anything can be is as large as
   * that.
   */
  int bytes() {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /** Returns the lengths of all parts, in the order in which they begin; there may be more room. */
  int[] lengths() {
    return lengths;
  }

  @Override
  public void number(int field, long value) {
    if (value != 0) {
      bytes += CodedOutputStream.computeUInt64Size(field, value);
    }
  }

  @Override
  public void fixed64(int field, long value) {
    if (value != 0) {
      bytes += CodedOutputStream.computeFixed64Size(field, value);
    }
  }

  @Override
  public void fixed32(int field, int value) {
    if (value != 0) {
      bytes += CodedOutputStream.computeFixed32Size(field, value);
    }
  }

  @Override
  public void bytes(int field, Bytes value) {
    int size = value.size();
    if (size > 0) {
      bytes += CodedOutputStream.computeUInt32Size(field, size);
      bytes += size;
    }
  }

  @Override
  public int begin(int field) {
    if (parts == lengths.length) {
      lengths = Arrays.copyOf(lengths, 4 * parts);
    }
    bytes += CodedOutputStream.computeTagSize(field);
    lengths[parts] = (int) bytes;
    return parts++;
  }

  @Override
  public void end(int part) {
    int length = (int) bytes - lengths[part];
    lengths[part] = length;
    bytes += CodedOutputStream.computeUInt32SizeNoTag(length);
  }
}
