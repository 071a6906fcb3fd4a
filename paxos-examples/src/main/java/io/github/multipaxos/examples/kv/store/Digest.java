package io.github.multipaxos.examples.kv.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Makes 64 bits out of an entry, the same on every machine. Entries that differ in one bit differ
 * in about half of the digest's bits, so replicas that differ are told apart; it does not withstand
 * someone who looks for collisions.
 */
final class Digest {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** 2^64 divided by the golden ratio, which spreads successive states apart. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Digest() {}

  /** Returns the digest of one entry. */
  static long of(Blob key, Blob value, long expiryMillis) {
    long state = absorb(STEP, key.shared());
    state = absorb(state, value.shared());
    return mix(state, expiryMillis);
  }

  /** The length goes first, so that bytes cannot move from the key's end to the value's start. */
  private static long absorb(long state, byte[] bytes) {
    long after = mix(state, bytes.length);
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      after = mix(after, (long) WORDS.get(bytes, at));
    }
    long tail = 0;
    for (; at < bytes.length; at++) {
      tail = tail << 8 | bytes[at] & 0xFF;
    }
    return mix(after, tail);
  }

  /** The finaliser of SplitMix64 in Stafford's variant 13. */
  private static long mix(long state, long word) {
    long z = (state ^ word) + STEP;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
