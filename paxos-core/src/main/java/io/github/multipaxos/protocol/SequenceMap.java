package io.github.multipaxos.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by sequence, for sequences that are given one after another and leave in about that order.
 * Each has a place that its sequence says, and such a run lies in neighbouring ones; only where an
 * old one has stayed is a new one put aside. Nothing is allocated for an entry, which for hundreds
 * of thousands of proposals a second is felt.
 *
 * @param <V> the values
 */
final class SequenceMap<V> {

  private static final int FEWEST_PLACES = 16;

  private long[] sequences = new long[FEWEST_PLACES];
  private @Nullable Object[] values = new @Nullable Object[FEWEST_PLACES];
  private final SortedMap<Long, V> aside = new TreeMap<>();
  private int placed;

  /** Adds a value under a sequence that has none. */
  void add(long sequence, V value) {
    if (placed == values.length / 2) {
      grow();
    }
    int place = place(sequence);
    if (values[place] == null) {
      sequences[place] = sequence;
      values[place] = value;
      placed++;
    } else {
      aside.put(sequence, value);
    }
  }

  @Nullable V get(long sequence) {
    int place = place(sequence);
    return isAt(place, sequence) ? valueAt(place) : aside.get(sequence);
  }

  @Nullable V remove(long sequence) {
    int place = place(sequence);
    if (!isAt(place, sequence)) {
      return aside.isEmpty() ? null : aside.remove(sequence);
    }
    V value = valueAt(place);
    values[place] = null;
    placed--;
    return value;
  }

  /** Returns the values there are now, lowest sequence first. */
  List<V> values() {
    SortedMap<Long, V> ordered = new TreeMap<>(aside);
    for (int place = 0; place < values.length; place++) {
      V value = valueAt(place);
      if (value != null) {
        ordered.put(sequences[place], value);
      }
    }
    return new ArrayList<>(ordered.values());
  }

  private void grow() {
    long[] oldSequences = sequences;
    @Nullable Object[] oldValues = values;
    sequences = new long[2 * oldSequences.length];
    values = new @Nullable Object[2 * oldValues.length];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) { // no two of these want the same place now
        int place = place(oldSequences[i]);
        sequences[place] = oldSequences[i];
        values[place] = oldValues[i];
      }
    }
  }

  private boolean isAt(int place, long sequence) {
    return values[place] != null && sequences[place] == sequence;
  }

  @SuppressWarnings("unchecked") // nothing but values of this type is put there
  private @Nullable V valueAt(int place) {
    return (V) values[place];
  }

  private int place(long sequence) {
    return (int) sequence & values.length - 1;
  }
}
