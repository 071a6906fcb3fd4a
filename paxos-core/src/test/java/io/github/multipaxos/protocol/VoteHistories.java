package io.github.multipaxos.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every state of one slot that Paxos can reach in up to three ballots, found by playing Paxos in a
 * model that shares no code with the library. Acceptors are bits of an int, ballots are 1 to 3,
 * decrees are small numbers, 0 is none.
 *
 * <p>In each ballot some majority promises; the ballot's decree is then that of the promisers'
 * highest earlier vote, or a new one; then any acceptors vote for it. Votes of a ballot may come
 * late: those of an acceptor that is not among a later ballot's promisers are not seen by it.
 */
final class VoteHistories {

  static final int BALLOTS = 3;

  private final int acceptors;
  private final Set<State> states = new LinkedHashSet<>();

  /**
   * A slot's state, with all that matters to whoever leads next.
   *
   * @param ballots for each acceptor the ballot of its latest vote, or 0
   * @param decrees for each ballot from 1 on its decree
   * @param chosen the decree that a majority voted for in one ballot, or 0
   */
  record State(List<Integer> ballots, List<Integer> decrees, int chosen) {}

  private VoteHistories(int acceptors) {
    this.acceptors = acceptors;
  }

  static List<State> of(int acceptors) {
    VoteHistories histories = new VoteHistories(acceptors);
    histories.play(1, new int[BALLOTS + 1], new int[BALLOTS + 1]);
    return List.copyOf(histories.states);
  }

  /** Returns every majority as a set of bits. */
  static List<Integer> majorities(int acceptors) {
    List<Integer> all = new ArrayList<>();
    for (int set = 0; set < 1 << acceptors; set++) {
      if (isMajority(set, acceptors)) {
        all.add(set);
      }
    }
    return all;
  }

  private static boolean isMajority(int set, int acceptors) {
    return 2 * Integer.bitCount(set) > acceptors;
  }

  private void play(int ballot, int[] voters, int[] decrees) {
    if (ballot > BALLOTS) {
      states.add(stateOf(voters, decrees));
      return;
    }
    for (int decree : possibleDecrees(ballot, voters, decrees)) {
      decrees[ballot] = decree;
      for (int set = 0; set < 1 << acceptors; set++) {
        voters[ballot] = set;
        play(ballot + 1, voters, decrees);
      }
    }
    voters[ballot] = 0;
    decrees[ballot] = 0;
  }

  /** Different promisers may make for different decrees; each of these is tried once. */
  private Set<Integer> possibleDecrees(int ballot, int[] voters, int[] decrees) {
    Set<Integer> possible = new LinkedHashSet<>();
    for (int promisers : majorities(acceptors)) {
      int seen = ballot - 1;
      while (seen > 0 && (voters[seen] & promisers) == 0) {
        seen--;
      }
      possible.add(seen > 0 ? decrees[seen] : ballot);
    }
    return possible;
  }

  private State stateOf(int[] voters, int[] decrees) {
    Integer[] latest = new Integer[acceptors];
    Arrays.fill(latest, 0);
    int chosen = 0;
    for (int ballot = 1; ballot <= BALLOTS; ballot++) {
      for (int acceptor = 0; acceptor < acceptors; acceptor++) {
        if ((voters[ballot] >> acceptor & 1) == 1) {
          latest[acceptor] = ballot;
        }
      }
      if (isMajority(voters[ballot], acceptors)) {
        if (chosen != 0 && chosen != decrees[ballot]) {
          throw new AssertionError("the model itself chooses twice: " + Arrays.toString(decrees));
        }
        chosen = decrees[ballot];
      }
    }
    List<Integer> used = new ArrayList<>();
    for (int ballot = 1; ballot <= BALLOTS; ballot++) {
      used.add(List.of(latest).contains(ballot) ? decrees[ballot] : 0);
    }
    return new State(List.of(latest), used, chosen);
  }
}
