package io.github.multipaxos.examples.kv.store;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The key-value store as a replicated state machine. Removes what has expired by the replicated
 * clock, then does what the command says.
 *
 * <p>Used by the apply thread alone, except for {@link #earliestExpiryMillis()}.
 */
public final class KvMachine implements StateMachine<KvCommand, Reply> {

  private final KeySpace keys = new KeySpace();

  /** Read by the thread that watches the clock; written after each command. */
  private volatile long earliestExpiryMillis = Entry.NEVER;

  @Override
  public Reply apply(KvCommand command, Moment at) {
    keys.expire(at.timeMillis());
    Reply reply = command.applyTo(keys, at.timeMillis());
    if (earliestExpiryMillis != keys.earliestExpiryMillis()) {
      earliestExpiryMillis = keys.earliestExpiryMillis();
    }
    return reply;
  }

  @Override
  public long digest() {
    return keys.sum();
  }

  @Override
  public Snapshot snapshot() {
    return keys.capture();
  }

  @Override
  public void restore(InputStream in) throws IOException {
    keys.restore(in);
    earliestExpiryMillis = keys.earliestExpiryMillis();
  }

  /** Answers queries, all as of now. */
  public Reply answer(List<Query> queries, Moment at) {
    return new Reply.Array(
        queries.stream().map(query -> query.applyTo(keys, at.timeMillis())).toList());
  }

  /** Describes the state as of now. */
  public Census census(Moment at) {
    return new Census(at.slot(), keys.digest(), keys.size(), keys.expiringSize());
  }

  /** Returns the replicated time at which the next key expires. Called by any thread. */
  public long earliestExpiryMillis() {
    return earliestExpiryMillis;
  }

  /**
   * The state in a few words. Of two replicas with the same slot every field is the same.
   *
   * @param slot the last slot applied
   * @param digest a digest of every key, value and expiry
   * @param keys how many keys there are
   * @param expiringKeys how many of them will expire
   */
  public record Census(long slot, String digest, int keys, int expiringKeys) {}
}
