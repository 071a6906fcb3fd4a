package io.github.multipaxos.examples.kv.store;

import java.nio.ByteBuffer;

/**
 * Something asked of the key space. An {@link Update} goes through the log; a {@link Query} may be
 * answered by a read instead; a {@link Batch} is several of either.
 *
 * <p>A command carries its own meaning and its own encoding, so that adding one is adding one
 * record and its line in {@link Op}.
 */
public sealed interface KvCommand permits Query, Update, Batch {

  /**
   * Does what the command says and returns the answer.
   *
   * @param keys the state, rid of keys that have expired by {@code nowMillis}
   * @param nowMillis the replicated clock
   */
  Reply applyTo(KeySpace keys, long nowMillis);

  /** Names the command in its encoding. */
  Op op();

  /** Writes the command's fields in the order in which its {@code read} takes them. */
  void write(FieldWriter out);

  /** How a command is read back. */
  @FunctionalInterface
  interface Reader {
    /** Reads the fields from where the buffer stands, and moves it behind them. */
    KvCommand read(ByteBuffer in);
  }
}
