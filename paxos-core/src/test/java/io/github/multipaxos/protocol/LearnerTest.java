package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.HEARTBEAT_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.decree;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {

  private static final Ballot BALLOT = ballot(2, 1);

  private final Outbox outbox = new Outbox(NODE_1);
  private final Learner learner = new Learner(config(1, 3), outbox, new Recovered());

  /** Rule L2, for every order in which up to six slots may be learnt, each in one of three ways. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void handsOutTheSameDecreesInSlotOrderWhateverTheOrderOfLearning(int slots) {
    List<Effects.Chosen> expected = new ArrayList<>();
    for (long slot = 1; slot <= slots; slot++) {
      expected.add(new Effects.Chosen(slot, decree("d" + slot)));
    }
    for (List<Long> order : permutations(slots)) {
      for (int firstWay = 0; firstWay < 3; firstWay++) {
        assertThat(learnInOrder(order, firstWay))
            .as("%s way %s", order, firstWay)
            .isEqualTo(expected);
      }
    }
  }

  private static List<Effects.Chosen> learnInOrder(List<Long> order, int firstWay) {
    Learner learner = new Learner(config(1, 3), new Outbox(NODE_1), new Recovered());
    List<Effects.Chosen> chosen = new ArrayList<>();
    TreeMap<Long, Vote> votes = new TreeMap<>();
    long known = 0;
    for (Long slot : order) {
      switch ((int) (slot + firstWay) % 3) {
        case 0 -> learner.learn(slot, decree("d" + slot));
        case 1 -> learner.learnFromPeer(slot, decree("d" + slot), null);
        default -> {
          Ballot ballot =
              ballot(1 + known++, 1); // of a ballot of its own: no other vote is covered
          votes.put(slot, vote(ballot, decree("d" + slot)));
          learner.onWatermark(ballot, 6, votes);
        }
      }
      chosen.addAll(learner.takeChosen());
      assertThat(learner.chosenThrough()).isEqualTo(chosen.size());
    }
    return chosen;
  }

  private static List<List<Long>> permutations(int slots) {
    List<List<Long>> all = List.of(List.of());
    for (long slot = 1; slot <= slots; slot++) {
      List<List<Long>> longer = new ArrayList<>();
      for (List<Long> shorter : all) {
        for (int i = 0; i <= shorter.size(); i++) {
          List<Long> one = new ArrayList<>(shorter);
          one.add(i, slot);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  @Test
  void handsOutNothingAboveAGap() {
    learner.learn(2, BLUE);
    learner.learn(3, BLUE);
    assertThat(learner.takeChosen()).isEmpty();
    assertThat(learner.chosenThrough()).isZero();

    learner.learn(1, RED);

    assertThat(learner.takeChosen())
        .containsExactly(
            new Effects.Chosen(1, RED), new Effects.Chosen(2, BLUE), new Effects.Chosen(3, BLUE));
    assertThat(learner.takeChosen()).isEmpty();
  }

  @Test
  void learnsTwiceWithoutHandingOutTwice() {
    learner.learn(1, RED);
    learner.learn(1, RED);
    learner.learn(2, RED);
    learner.learnFromPeer(1, RED, null);

    assertThat(learner.takeChosen()).hasSize(2);
    assertThat(outbox.drain().records()).isEmpty();
  }

  @Test
  void stopsWhenASlotAboveTheGapIsGivenASecondDecree() {
    learner.learn(2, RED);

    assertThatThrownBy(() -> learner.learn(2, BLUE))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("slot 2");
  }

  @Test
  void stopsWhenAWatermarkGivesASlotASecondDecree() {
    learner.learn(2, RED);
    TreeMap<Long, Vote> votes = new TreeMap<>(Map.of(2L, vote(BALLOT, BLUE)));

    assertThatThrownBy(() -> learner.onWatermark(BALLOT, 2, votes))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("slot 2");
  }

  /** Rule L4: recorded unless the log's latest record of the slot, a vote, says the same. */
  @Test
  void recordsWhatItLearnsFromAPeerUnlessItsVoteSaysTheSame() {
    assertThat(recordsOfLearning(1, null)).containsExactly(new LogRecord.Learnt(1, RED));
    assertThat(recordsOfLearning(1, vote(BALLOT, BLUE)))
        .containsExactly(new LogRecord.Learnt(1, RED));
    assertThat(recordsOfLearning(3, vote(BALLOT, BLUE)))
        .containsExactly(new LogRecord.Learnt(3, RED));
    assertThat(recordsOfLearning(1, vote(BALLOT, RED))).isEmpty();
    assertThat(recordsOfLearning(3, vote(BALLOT, RED))).isEmpty();
  }

  private static List<LogRecord> recordsOfLearning(long slot, @Nullable Vote vote) {
    Outbox outbox = new Outbox(NODE_1);
    Learner learner = new Learner(config(1, 3), outbox, new Recovered());
    learner.learnFromPeer(slot, RED, vote);
    assertThat(learner.knows(slot)).isTrue();
    return outbox.drain().records();
  }

  @Test
  void recordsNothingOfWhatItKnows() {
    learner.learn(1, RED);
    learner.learn(3, RED);

    learner.learnFromPeer(1, RED, null);
    learner.learnFromPeer(3, RED, vote(BALLOT, BLUE));

    assertThat(outbox.drain().records()).isEmpty();
  }

  @Test
  void goesOnWhereItsLogEnds() {
    Recovered log =
        recovered(
            voted(1, BALLOT, RED),
            new LogRecord.ChosenThrough(1),
            new LogRecord.Learnt(2, BLUE),
            new LogRecord.Learnt(4, BLUE));

    Learner restarted = new Learner(config(1, 3), outbox, log);

    assertThat(restarted.chosenThrough()).isEqualTo(2);
    assertThat(restarted.takeChosen()).containsExactly(new Effects.Chosen(2, BLUE));
    assertThat(restarted.knows(4)).isTrue();
    assertThat(restarted.gapThrough(9)).isEqualTo(3);
  }

  @Test
  void namesTheFirstGapOnly() {
    assertThat(learner.gapThrough(7)).isEqualTo(7);

    learner.learn(3, RED);
    learner.learn(5, RED);

    assertThat(learner.gapThrough(7)).isEqualTo(2);
    assertThat(learner.gapThrough(1)).isEqualTo(1);
    learner.learn(1, RED);
    learner.learn(2, RED);
    assertThat(learner.gapThrough(7)).isEqualTo(4);
  }

  @Test
  void writesDownItsPrefixAlongWithOtherRecords() {
    learner.learn(1, RED);
    outbox.persist(voted(2, BALLOT, RED));

    learner.mark(0);
    learner.mark(0);

    assertThat(outbox.drain().records())
        .containsExactly(voted(2, BALLOT, RED), new LogRecord.ChosenThrough(1));
  }

  @Test
  void writesDownItsPrefixByItselfWhenItHasNotGrownForAWhile() {
    learner.learn(1, RED);
    learner.mark(5);
    learner.learn(2, RED);
    learner.mark(6);

    learner.mark(5 + HEARTBEAT_TICKS);
    assertThat(outbox.drain().records()).isEmpty();
    learner.mark(6 + HEARTBEAT_TICKS);
    assertThat(outbox.drain().records()).containsExactly(new LogRecord.ChosenThrough(2));
    learner.mark(10L * HEARTBEAT_TICKS);
    assertThat(outbox.drain().records()).isEmpty();
  }

  @Test
  void stopsWhenAPeerGivesASlotASecondDecree() {
    learner.learnFromPeer(2, RED, null);

    assertThatThrownBy(() -> learner.learnFromPeer(2, BLUE, null))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("slot 2");
  }
}
