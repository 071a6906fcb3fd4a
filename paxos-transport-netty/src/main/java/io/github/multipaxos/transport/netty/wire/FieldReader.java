package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.WireFormat;
import io.github.multipaxos.model.Bytes;

/**
 * Reads the fields of a message in the plain form: in the order of the schema, none twice, none
 * that is not asked for. Looks at each byte once, and makes nothing but what it returns.
 */
final class FieldReader {

  /** A tag of two bytes holds numbers up to here; the schema has none above. */
  private static final int MAX_FIELD = 2047;

  private final byte[] bytes;
  private int at;
  private int limit; // where the part that is being read ends
  private int partsLeft;

  /** Reads {@code bytes}, which may have at most {@code maxParts} messages within messages. */
  FieldReader(byte[] bytes, int maxParts) {
    this.bytes = bytes;
    this.limit = bytes.length;
    this.partsLeft = maxParts;
  }

  /** Returns the number of the field that comes next, which must be a part, and reads its tag. */
  int part() throws NotPlainException {
    long tag = varint();
    if ((tag & 7) != WireFormat.WIRETYPE_LENGTH_DELIMITED || tag >>> 3 > MAX_FIELD) {
      throw NotPlainException.INSTANCE;
    }
    return (int) (tag >>> 3);
  }

  /** Begins to read the part whose tag was read. Returns what {@link #leave} is to be given. */
  int enter() throws NotPlainException {
    int end = end();
    if (partsLeft == 0) {
      throw NotPlainException.INSTANCE;
    }
    partsLeft--;
    int outer = limit;
    limit = end;
    return outer;
  }

  /** Begins to read a part, which must come next. Returns what {@link #leave} is to be given. */
  int enter(int field) throws NotPlainException {
    if (!isNext(field, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      throw NotPlainException.INSTANCE;
    }
    return enter();
  }

  /** Ends a part, of which nothing may be left. */
  void leave(int outer) throws NotPlainException {
    requireEnd();
    limit = outer;
  }

  /** Tells whether a part comes next, without reading it. */
  boolean isPartNext(int field) {
    int here = at;
    boolean isNext = isNext(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    at = here;
    return isNext;
  }

  /** Returns how many parts under this number come next, without reading them. */
  int count(int field) throws NotPlainException {
    int here = at;
    int count = 0;
    while (isNext(field, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      at = end();
      count++;
    }
    at = here;
    if (count > partsLeft) {
      throw NotPlainException.INSTANCE;
    }
    return count;
  }

  /** Returns a number, or 0 if it does not come next. */
  long number(int field) throws NotPlainException {
    return isNext(field, WireFormat.WIRETYPE_VARINT) ? varint() : 0;
  }

  /** Returns a {@code fixed64}, or 0 if it does not come next. */
  long fixed64(int field) throws NotPlainException {
    if (!isNext(field, WireFormat.WIRETYPE_FIXED64)) {
      return 0;
    }
    if (limit - at < Long.BYTES) {
      throw NotPlainException.INSTANCE;
    }
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      value |= (bytes[at++] & 0xffL) << shift;
    }
    return value;
  }

  /** Returns a view of bytes, or none if they do not come next. */
  Bytes bytes(int field) throws NotPlainException {
    if (!isNext(field, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      return Bytes.EMPTY;
    }
    int end = end();
    Bytes view = at == end ? Bytes.EMPTY : Bytes.wrap(bytes, at, end - at);
    at = end;
    return view;
  }

  /** Checks that nothing is left. */
  void requireEnd() throws NotPlainException {
    if (at != limit) {
      throw NotPlainException.INSTANCE;
    }
  }

  private boolean isNext(int field, int wireType) {
    int tag = field << 3 | wireType;
    if (tag < 0x80) {
      if (at < limit && bytes[at] == tag) {
        at++;
        return true;
      }
    } else if (limit - at >= 2 && bytes[at] == (byte) (tag | 0x80) && bytes[at + 1] == tag >>> 7) {
      at += 2;
      return true;
    }
    return false;
  }

  /** Reads a length, and returns where what has it ends. */
  private int end() throws NotPlainException {
    long length = varint();
    if (length < 0 || length > limit - at) {
      throw NotPlainException.INSTANCE;
    }
    return at + (int) length;
  }

  private long varint() throws NotPlainException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && at < limit; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw NotPlainException.INSTANCE;
  }
}
