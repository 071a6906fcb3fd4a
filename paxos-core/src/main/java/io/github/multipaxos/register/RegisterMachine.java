package io.github.multipaxos.register;

import io.github.multipaxos.Moment;
import io.github.multipaxos.Snapshot;
import io.github.multipaxos.StateMachine;
import io.github.multipaxos.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What has been decided. The first claim of a key wins and nothing is ever changed or removed, so
 * every replica that has a value for a key has the same one, however far behind it is.
 *
 * <p>That is why {@link #decided} may be asked on any thread: what it finds is true for ever. Only
 * what it does not find needs the log.
 */
final class RegisterMachine implements StateMachine<Claim, Bytes> {

  private volatile NavigableMap<String, Bytes> values = new ConcurrentSkipListMap<>();

  /** Returns the one value of the key, whether or not this claim was the one that decided it. */
  @Override
  public Bytes apply(Claim claim, Moment at) {
    Bytes earlier = values.putIfAbsent(claim.key(), claim.value());
    return earlier == null ? claim.value() : earlier;
  }

  /** Returns the value of a key if this replica knows that it is decided. */
  Optional<Bytes> decided(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Captures the state, on the apply thread. Copies no bytes, since none will change. */
  @Override
  public Snapshot snapshot() {
    Map<String, Bytes> now = new TreeMap<>(values);
    return out -> SnapshotFormat.write(now, out);
  }

  /** Replaces the whole state by one written before; on an exception it stays as it was. */
  @Override
  public void restore(InputStream in) throws IOException {
    values = new ConcurrentSkipListMap<>(SnapshotFormat.read(in));
  }
}
