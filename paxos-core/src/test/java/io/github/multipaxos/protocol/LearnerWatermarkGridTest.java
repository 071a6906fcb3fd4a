package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule L1 over every relation of ballots and slots: a vote in one slot, up to two watermarks, in
 * either order. A watermark covers the slot exactly if it reaches it and is of the vote's ballot.
 */
class LearnerWatermarkGridTest {

  private static final List<Ballot> BALLOTS = List.of(ballot(3, 1), ballot(5, 2), ballot(5, 3));
  private static final long PREFIX = 2;

  private record Watermark(Ballot ballot, long through) {
    boolean covers(long slot, Vote vote) {
      return slot <= through && vote.ballot().equals(ballot);
    }
  }

  static Stream<Arguments> grid() {
    List<Arguments> grid = new ArrayList<>();
    for (Ballot cast : BALLOTS) {
      for (long slot = PREFIX - 1; slot <= PREFIX + 3; slot++) {
        grid.add(Arguments.of(cast, slot));
      }
    }
    return grid.stream();
  }

  @ParameterizedTest
  @MethodSource("grid")
  void believesAWatermarkOnlyOfVotesOfItsOwnBallot(Ballot cast, long slot) {
    Vote vote = vote(cast, RED);
    for (Watermark first : watermarks()) {
      for (Watermark second : watermarks()) {
        voteFirst(slot, vote, List.of(first, second));
        voteLast(slot, vote, List.of(first, second));
      }
    }
  }

  private static List<Watermark> watermarks() {
    List<Watermark> all = new ArrayList<>();
    for (Ballot ballot : BALLOTS) {
      for (long through = 0; through <= PREFIX + 4; through++) {
        all.add(new Watermark(ballot, through));
      }
    }
    return all;
  }

  private static void voteFirst(long slot, Vote vote, List<Watermark> watermarks) {
    Learner learner = learner();
    SortedMap<Long, Vote> votes = new TreeMap<>();
    votes.put(slot, vote);

    watermarks.forEach(it -> learner.onWatermark(it.ballot(), it.through(), votes));

    check(learner, slot, vote, watermarks);
  }

  private static void voteLast(long slot, Vote vote, List<Watermark> watermarks) {
    Learner learner = learner();
    watermarks.forEach(it -> learner.onWatermark(it.ballot(), it.through(), new TreeMap<>()));

    learner.onVote(slot, vote);

    check(learner, slot, vote, watermarks);
  }

  /**
   * No watermark may be believed of another ballot's vote. One of the highest ballot told must be
   * believed where it applies; one that is overtaken by a higher may be.
   */
  private static void check(Learner learner, long slot, Vote vote, List<Watermark> watermarks) {
    String state = "slot " + slot + " " + vote + " " + watermarks;
    Ballot highest = watermarks.stream().map(Watermark::ballot).max(Ballot::compareTo).get();
    boolean may = watermarks.stream().anyMatch(it -> it.covers(slot, vote));
    boolean must =
        watermarks.stream().anyMatch(it -> it.covers(slot, vote) && it.ballot().equals(highest));
    boolean isOfPrefix = slot <= PREFIX;

    if (isOfPrefix || must) {
      assertThat(learner.knows(slot)).as(state).isTrue();
    } else if (!may) {
      assertThat(learner.knows(slot)).as(state).isFalse();
    }
    boolean hasGrown = slot == PREFIX + 1 && learner.knows(slot);
    assertThat(learner.chosenThrough()).as(state).isEqualTo(hasGrown ? slot : PREFIX);
    assertThat(learner.takeChosen())
        .as(state)
        .isEqualTo(hasGrown ? List.of(new Effects.Chosen(slot, RED)) : List.of());
  }

  private static Learner learner() {
    return new Learner(
        config(1, 3), new Outbox(NODE_1), recovered(new LogRecord.ChosenThrough(PREFIX)));
  }
}
