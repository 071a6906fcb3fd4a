package io.github.multipaxos.testkit.check;

import java.util.Arrays;

/**
 * Which operations have a place in the order, as a set of bits.
 *
 * <p>Ids count in order of return, so at any point of the search nearly all below some id are in
 * the set and nearly all above are not. A {@linkplain #key key} spells out only what lies between,
 * which makes it small however long the history is. Operations that never return have the highest
 * ids; they are spelt out from the first to the last that is in the set.
 */
final class Placed {

  private final int known;
  private final long[] knownWords;
  private final long[] unknownWords;

  /** No word of known ids below this one has a bit that is not set. */
  private int fullWords;

  /**
   * Makes the empty set of ids below {@code known + unknown}, of which the first {@code known}
   * return.
   */
  Placed(int known, int unknown) {
    this.known = known;
    this.knownWords = new long[words(known)];
    this.unknownWords = new long[words(unknown)];
  }

  private static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  void add(int id) {
    if (id >= known) {
      unknownWords[(id - known) / Long.SIZE] |= 1L << (id - known);
      return;
    }
    knownWords[id / Long.SIZE] |= 1L << id;
    while (fullWords < knownWords.length && knownWords[fullWords] == -1L) {
      fullWords++;
    }
  }

  void remove(int id) {
    if (id >= known) {
      unknownWords[(id - known) / Long.SIZE] &= ~(1L << (id - known));
      return;
    }
    knownWords[id / Long.SIZE] &= ~(1L << id);
    fullWords = Math.min(fullWords, id / Long.SIZE);
  }

  /** Returns an immutable value, equal for equal sets of one search. */
  Key key() {
    int throughWord = throughWord(knownWords, fullWords);
    int unknownThrough = throughWord(unknownWords, 0);
    long[] words = new long[1 + throughWord - fullWords + unknownThrough];
    words[0] = ((long) fullWords << Integer.SIZE) | throughWord;
    System.arraycopy(knownWords, fullWords, words, 1, throughWord - fullWords);
    System.arraycopy(unknownWords, 0, words, 1 + throughWord - fullWords, unknownThrough);
    return new Key(words);
  }

  /** Returns how many words there are up to the last that is not zero. */
  private static int throughWord(long[] words, int floor) {
    int through = words.length;
    while (through > floor && words[through - 1] == 0) {
      through--;
    }
    return through;
  }

  /** The set as a value. */
  static final class Key {
    private final long[] words;

    private Key(long[] words) {
      this.words = words;
    }

    long bytes() {
      return 16L + 8L * words.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(words);
    }
  }
}
