package io.github.multipaxos.protocol;

import io.github.multipaxos.model.Vote;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The votes that a log holds above what is settled, in the order of their records. Millions pass
 * through while a long log is read, each for a short while, so nothing is sorted before it is asked
 * for; room is made for more only when the latest votes of all slots need it.
 */
final class ReplayedVotes {

  private static final int FEWEST = 1024;

  private long[] slots = new long[FEWEST];
  private Vote[] votes = new Vote[FEWEST];
  private int count;

  /** Adds a vote; it supersedes all before in that slot. */
  void add(long slot, Vote vote) {
    if (count == slots.length) {
      makeRoom();
    }
    slots[count] = slot;
    votes[count++] = vote;
  }

  private void makeRoom() {
    SortedMap<Long, Vote> latest = latest();
    if (latest.size() > count / 2) {
      slots = Arrays.copyOf(slots, 2 * count);
      votes = Arrays.copyOf(votes, 2 * count);
      return;
    }
    clear();
    latest.forEach(this::add);
  }

  /** Forgets the votes of the slots up to this one. */
  void removeThrough(long slot) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (slots[i] > slot) {
        slots[kept] = slots[i];
        votes[kept++] = votes[i];
      }
    }
    truncate(kept);
  }

  void clear() {
    truncate(0);
  }

  private void truncate(int kept) {
    Arrays.fill(votes, kept, count, null);
    count = kept;
  }

  /** Shows every slot up to this one that has a vote, some of them more than once. */
  void forEachThrough(long slot, LongConsumer action) {
    for (int i = 0; i < count; i++) {
      if (slots[i] <= slot) {
        action.accept(slots[i]);
      }
    }
  }

  /** Returns the latest vote of each slot. */
  SortedMap<Long, Vote> latest() {
    SortedMap<Long, Vote> latest = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      latest.put(slots[i], votes[i]);
    }
    return latest;
  }
}
