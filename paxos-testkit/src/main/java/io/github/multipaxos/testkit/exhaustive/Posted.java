package io.github.multipaxos.testkit.exhaustive;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every message that was ever sent, by number, and every set of them, by number. */
final class Posted {

  private final List<Letter> letters = new ArrayList<>();
  private final Map<Letter, Integer> letterNumbers = new HashMap<>();
  private final List<int[]> sets = new ArrayList<>();
  private final Map<Set, Integer> setNumbers = new HashMap<>();

  /** A message, and from whom to whom. */
  record Letter(NodeId from, NodeId to, Message message) {}

  private record Set(int[] letters) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Set that && Arrays.equals(letters, that.letters);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(letters);
    }
  }

  Posted() {
    sets.add(new int[0]);
    setNumbers.put(new Set(new int[0]), 0);
  }

  int number(Letter letter) {
    Integer known = letterNumbers.putIfAbsent(letter, letters.size());
    if (known == null) {
      letters.add(letter);
      return letters.size() - 1;
    }
    return known;
  }

  Letter letter(int number) {
    return letters.get(number);
  }

  /** Returns the numbers of the letters in a set, in order. Not to be changed. */
  int[] set(int number) {
    return sets.get(number);
  }

  /** Returns the number of the set with one more letter. */
  int with(int set, int letter) {
    int[] before = sets.get(set);
    int at = Arrays.binarySearch(before, letter);
    if (at >= 0) {
      return set;
    }
    int[] after = new int[before.length + 1];
    int place = -at - 1;
    System.arraycopy(before, 0, after, 0, place);
    after[place] = letter;
    System.arraycopy(before, place, after, place + 1, before.length - place);
    Integer known = setNumbers.putIfAbsent(new Set(after), sets.size());
    if (known == null) {
      sets.add(after);
      return sets.size() - 1;
    }
    return known;
  }
}
