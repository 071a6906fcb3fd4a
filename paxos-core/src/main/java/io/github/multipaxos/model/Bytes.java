package io.github.multipaxos.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Checksum;

/**
 * A run of bytes that does not change. A command's bytes are encoded once and then travel in this
 * form through message, record, socket and file without being copied again.
 *
 * <p>Immutable by contract with whoever called {@link #wrap}: the array must not be written to
 * afterwards.
 */
public final class Bytes {

  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int size;

  private Bytes(byte[] array, int offset, int size) {
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /** Takes the array as it is, without a copy. The caller gives up the right to change it. */
  public static Bytes wrap(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /**
   * Takes a part of the array as it is, without a copy. The caller gives up the right to change it.
   */
  public static Bytes wrap(byte[] array, int offset, int size) {
    if (offset < 0 || size < 0 || size > array.length - offset) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + " and size " + size + " in an array of " + array.length);
    }
    return new Bytes(array, offset, size);
  }

  /** Returns the bytes of {@code text} in UTF-8. */
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns how many bytes there are. */
  public int size() {
    return size;
  }

  /** Returns a read-only view, positioned at the first byte, without a copy. */
  public ByteBuffer buffer() {
    ByteBuffer all = ByteBuffer.wrap(array, offset, size);
    return size == array.length ? all.asReadOnlyBuffer() : all.slice().asReadOnlyBuffer();
  }

  /** Puts all bytes into {@code target}, which must have room for {@link #size()} more. */
  public void copyTo(ByteBuffer target) {
    target.put(array, offset, size);
  }

  /** Adds all bytes to a checksum. */
  public void addTo(Checksum checksum) {
    checksum.update(array, offset, size);
  }

  /** Returns a copy that the caller may change. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  /** Reads the bytes as UTF-8. */
  public String toUtf8() {
    return new String(array, offset, size, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + size; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return size + " bytes";
  }
}
