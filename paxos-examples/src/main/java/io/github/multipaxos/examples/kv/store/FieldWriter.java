package io.github.multipaxos.examples.kv.store;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Collects the fields of a command. {@link Fields} reads them back. */
final class FieldWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  void writeByte(int value) {
    out.write(value);
  }

  /** Writes a number from 0 on in seven bits a byte, the lowest first. */
  void writeCount(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a count must not be negative, was " + value);
    }
    long rest = value;
    while (rest > 0x7F) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Writes any number in eight bytes, most significant first. */
  void writeLong(long value) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write((int) (value >>> shift));
    }
  }

  void writeBlob(Blob blob) {
    writeCount(blob.size());
    out.write(blob.shared(), 0, blob.size());
  }

  void writeBlobs(List<Blob> blobs) {
    writeCount(blobs.size());
    blobs.forEach(this::writeBlob);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
