package io.github.multipaxos.examples.kv.store;

import io.github.multipaxos.Snapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All keys with their values and expiries, and a digest of the whole that is kept up to date by
 * every change. Used by the apply thread alone.
 *
 * <p>The digest is the sum of the entries' digests. A sum forgets the order in which the entries
 * came, so two key spaces with the same entries have the same digest however they came by them.
 */
final class KeySpace {

  /** Of what {@link #capture} writes. */
  private static final int FORMAT = 1;

  /** Its order differs between runs, and must not show. */
  private final Map<Blob, Entry> entries = new HashMap<>();

  private final TreeSet<Deadline> deadlines = new TreeSet<>();
  private long digest;

  private record Deadline(long millis, Blob key) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  /** Returns the key's entry, or null. */
  @Nullable Entry find(Blob key) {
    return entries.get(key);
  }

  /** Returns the key's value, or null. */
  @Nullable Blob value(Blob key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Sets a key's value and expiry, whether or not it was there. */
  void put(Blob key, Blob value, long expiryMillis) {
    Entry entry = new Entry(value, expiryMillis, Digest.of(key, value, expiryMillis));
    forget(key, entries.put(key, entry));
    digest += entry.digest();
    if (entry.expires()) {
      deadlines.add(new Deadline(expiryMillis, key));
    }
  }

  /** Sets a key's value and leaves its expiry, if it has one. */
  void replace(Blob key, Blob value) {
    Entry earlier = entries.get(key);
    put(key, value, earlier == null ? Entry.NEVER : earlier.expiryMillis());
  }

  /** Removes a key and says whether it was there. */
  boolean remove(Blob key) {
    Entry earlier = entries.remove(key);
    forget(key, earlier);
    return earlier != null;
  }

  /** Removes every key. */
  void clear() {
    entries.clear();
    deadlines.clear();
    digest = 0;
  }

  /**
   * Removes the keys whose time has come, the earliest first and equal ones in order of the keys.
   */
  void expire(long nowMillis) {
    while (earliestExpiryMillis() <= nowMillis && !deadlines.isEmpty()) {
      remove(deadlines.first().key());
    }
  }

  /** Returns when the next key goes, or {@link Entry#NEVER}. */
  long earliestExpiryMillis() {
    return deadlines.isEmpty() ? Entry.NEVER : deadlines.first().millis();
  }

  /**
   * Captures all entries. Costs a reference for each; the values are shared, for none ever changes.
   */
  Snapshot capture() {
    List<Map.Entry<Blob, Entry>> all = new ArrayList<>(entries.size());
    entries.forEach((key, entry) -> all.add(Map.entry(key, entry)));
    return out -> {
      all.sort(Map.Entry.comparingByKey()); // every replica writes the same
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(FORMAT);
      data.writeInt(all.size());
      for (Map.Entry<Blob, Entry> one : all) {
        write(data, one.getKey());
        write(data, one.getValue().value());
        data.writeLong(one.getValue().expiryMillis());
      }
    };
  }

  private static void write(DataOutputStream data, Blob blob) throws IOException {
    data.writeInt(blob.size());
    data.write(blob.shared());
  }

  /** Replaces all entries by those captured. */
  void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int format = data.readInt();
    if (format != FORMAT) {
      throw new IOException("key space of format " + format + ", this release reads " + FORMAT);
    }
    clear();
    for (int left = data.readInt(); left > 0; left--) {
      Blob key = read(data);
      Blob value = read(data);
      put(key, value, data.readLong());
    }
  }

  private static Blob read(DataInputStream data) throws IOException {
    byte[] bytes = new byte[data.readInt()];
    data.readFully(bytes);
    return Blob.wrap(bytes);
  }

  int size() {
    return entries.size();
  }

  int expiringSize() {
    return deadlines.size();
  }

  /** Returns the digest as a number. */
  long sum() {
    return digest + entries.size();
  }

  /** Returns the digest and the number of keys as text, equal where the entries are. */
  String digest() {
    return String.format("%016x-%d", digest, entries.size());
  }

  private void forget(Blob key, @Nullable Entry earlier) {
    if (earlier == null) {
      return;
    }
    digest -= earlier.digest();
    if (earlier.expires()) {
      deadlines.remove(new Deadline(earlier.expiryMillis(), key));
    }
  }
}
