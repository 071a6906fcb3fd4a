package io.github.multipaxos.examples.kv.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what {@link FieldWriter} wrote. Bytes that it cannot have written cost an {@link
 * IllegalArgumentException} and never memory: no length is believed before the bytes are there.
 */
final class Fields {

  private static final int LONGEST_COUNT_BITS = 56;

  private Fields() {}

  static byte readByte(ByteBuffer in) {
    need(in, 1);
    return in.get();
  }

  static long readCount(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift <= LONGEST_COUNT_BITS; shift += 7) {
      byte next = readByte(in);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a count runs past nine bytes");
  }

  static long readLong(ByteBuffer in) {
    need(in, Long.BYTES);
    return in.getLong();
  }

  static Blob readBlob(ByteBuffer in) {
    long size = readCount(in);
    need(in, size);
    byte[] bytes = new byte[(int) size];
    in.get(bytes);
    return Blob.wrap(bytes);
  }

  static List<Blob> readBlobs(ByteBuffer in) {
    return readList(in, Fields::readBlob);
  }

  /** Reads a count and as many elements, each of which takes at least one byte. */
  static <T> List<T> readList(ByteBuffer in, Function<ByteBuffer, T> element) {
    long size = readCount(in);
    need(in, size);
    List<T> list = new ArrayList<>((int) size);
    for (long i = 0; i < size; i++) {
      list.add(element.apply(in));
    }
    return list;
  }

  private static void need(ByteBuffer in, long bytes) {
    if (in.remaining() < bytes) {
      throw new IllegalArgumentException(
          "the command ends early: " + bytes + " bytes needed, " + in.remaining() + " left");
    }
  }
}
