package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayedVotesTest {

  private final ReplayedVotes votes = new ReplayedVotes();

  private static Vote vote(long round) {
    return new Vote(new Ballot(round, NodeId.of(1)), Decree.Noop.INSTANCE);
  }

  @Test
  void keepsTheLatestVoteOfEachSlotAsASortedMapWould() {
    Random random = new Random(7);
    SortedMap<Long, Vote> expected = new TreeMap<>();

    for (int round = 1; round <= 50_000; round++) {
      long slot = round / 10 + random.nextInt(3000);
      votes.add(slot, vote(round));
      expected.put(slot, vote(round));
      if (random.nextInt(500) == 0) {
        long through = slot - random.nextInt(2000);
        votes.removeThrough(through);
        expected.headMap(through + 1).clear();
        assertThat(votes.latest()).isEqualTo(expected);
      }
    }

    assertThat(votes.latest()).isEqualTo(expected);
  }

  @Test
  void showsTheSlotsUpToOne() {
    List<Long> shown = new ArrayList<>();
    votes.add(3, vote(1));
    votes.add(5, vote(1));
    votes.add(4, vote(1));

    votes.forEachThrough(4, shown::add);

    assertThat(shown).containsExactly(3L, 4L);
  }

  @Test
  void forgetsAll() {
    votes.add(3, vote(1));

    votes.clear();

    assertThat(votes.latest()).isEmpty();
  }
}
