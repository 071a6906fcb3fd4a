package io.github.multipaxos.examples.kv.store;

/**
 * What the key space keeps for a key.
 *
 * @param value the value
 * @param expiryMillis the replicated time at which the key goes, or {@link #NEVER}
 * @param digest the entry's share of the digest of the key space, remembered so that removing the
 *     entry costs no second pass over its bytes
 */
record Entry(Blob value, long expiryMillis, long digest) {

  /** The expiry of a key that stays. */
  static final long NEVER = Long.MAX_VALUE;

  boolean expires() {
    return expiryMillis != NEVER;
  }
}
