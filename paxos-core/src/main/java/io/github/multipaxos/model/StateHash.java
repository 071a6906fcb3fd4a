package io.github.multipaxos.model;

/**
 * What a replica's state comes to at one slot: a hash over all that it has applied, and over the
 * state machine's own digest where it offers one. Two replicas that differ at one slot have not
 * applied the same, or their state machines are not deterministic.
 *
 * @param slot the slot; 0 for {@link #NONE}
 * @param hash the hash
 */
public record StateHash(long slot, long hash) {

  /** Nothing has been hashed yet. */
  public static final StateHash NONE = new StateHash(0, 0);

  /** Every so many slots the state is hashed, on every replica alike. */
  public static final int EVERY_SLOTS = 64;

  @Override
  public String toString() {
    return slot + ":" + Long.toHexString(hash);
  }
}
