package io.github.multipaxos.examples.kv.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key or a value: any bytes at all, compared byte by byte without a sign.
 *
 * <p>Ordered so that keys which expire together go in one order on every replica, and so that a
 * hash map of hostile keys degrades to a tree rather than to a list.
 */
public final class Blob implements Comparable<Blob> {

  private final byte[] bytes;

  private Blob(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array as it is, without a copy. The caller gives up the right to change it. */
  public static Blob wrap(byte[] bytes) {
    return new Blob(bytes);
  }

  /** Returns the bytes of {@code text} in UTF-8. */
  public static Blob utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns how many bytes there are. */
  public int size() {
    return bytes.length;
  }

  /** Returns the bytes themselves, not a copy. The caller must not change them. */
  public byte[] shared() {
    return bytes;
  }

  /** Returns these bytes followed by {@code tail}. */
  public Blob plus(Blob tail) {
    byte[] joined = Arrays.copyOf(bytes, Math.addExact(bytes.length, tail.bytes.length));
    System.arraycopy(tail.bytes, 0, joined, bytes.length, tail.bytes.length);
    return new Blob(joined);
  }

  @Override
  public int compareTo(Blob other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Reads the bytes as UTF-8, for people. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
