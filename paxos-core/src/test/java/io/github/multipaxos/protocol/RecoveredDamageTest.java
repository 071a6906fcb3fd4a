package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Reached;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules D5, D6, A8 and L11: what a node remembers when its log tells that records are lost. */
class RecoveredDamageTest {

  private static final Ballot FIRST = ballot(1, 1);
  private static final Ballot SECOND = ballot(2, 2);
  private static final LogRecord LOST = new Lost("segment at offset 512");

  private static LogRecord reached(Ballot promised, long votedThrough) {
    return new Reached(promised, votedThrough, 0);
  }

  @Test
  void keepsThePromiseThatIsLost() {
    Recovered recovered = recovered(new Promised(FIRST), LOST, reached(SECOND, 0));

    assertThat(recovered.promised()).isEqualTo(SECOND);
    assertThat(recovered.faultyThrough()).isZero();
  }

  @Test
  void refusesToTellAPromiseWhileNothingBoundsTheLoss() {
    Recovered recovered = recovered(new Promised(FIRST), LOST);

    assertThatThrownBy(recovered::promised)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("D6");
  }

  @Test
  void doesNotBelieveAVoteThatALostOneMayHaveReplaced() {
    Recovered recovered = recovered(voted(1, FIRST, RED), LOST, reached(SECOND, 2));

    assertThat(recovered.votes()).isEmpty();
    assertThat(recovered.faultyThrough()).isEqualTo(2);
    assertThat(recovered.chosenThrough()).isZero();
  }

  @Test
  void believesAVoteThatCameAfterTheLoss() {
    Recovered recovered =
        recovered(voted(1, FIRST, RED), LOST, reached(SECOND, 2), voted(1, SECOND, BLUE));

    assertThat(recovered.votes()).containsExactly(Map.entry(1L, vote(SECOND, BLUE)));
    assertThat(recovered.faultyThrough()).isEqualTo(2);
  }

  @Test
  void believesWhatIsKnownToBeChosenOnEitherSideOfTheLoss() {
    Recovered recovered =
        recovered(
            voted(1, FIRST, RED),
            new ChosenThrough(1),
            new Learnt(3, BLUE),
            LOST,
            reached(FIRST, 3),
            new Learnt(5, RED));

    assertThat(recovered.chosenThrough()).isEqualTo(1);
    assertThat(recovered.settledThrough()).isEqualTo(1);
    assertThat(recovered.learnt()).containsExactly(Map.entry(3L, BLUE), Map.entry(5L, RED));
  }

  /**
   * What a mark says is chosen stays settled, though the decrees of slots 2 and 3 are not there.
   */
  @Test
  void stopsThePrefixAtWhatIsLostBelowALaterMark() {
    Recovered recovered =
        recovered(
            voted(1, FIRST, RED),
            new ChosenThrough(1),
            LOST,
            reached(FIRST, 3),
            voted(4, FIRST, RED),
            new ChosenThrough(4));

    assertThat(recovered.chosenThrough()).isEqualTo(1);
    assertThat(recovered.settledThrough()).isEqualTo(4);
    assertThat(recovered.heldThrough()).isEqualTo(4);
    assertThat(recovered.gaps().throughOf(2)).isEqualTo(3);
    assertThat(recovered.gaps().firstAbove(3)).isEqualTo(Long.MAX_VALUE);
    assertThat(recovered.faultyThrough()).isZero();
  }

  @Test
  void goesOnWhereTheLossIsFilledByALaterRecord() {
    Recovered recovered =
        recovered(
            LOST,
            reached(FIRST, 2),
            voted(2, FIRST, RED),
            voted(3, FIRST, RED),
            new ChosenThrough(3),
            new Learnt(1, BLUE));

    assertThat(recovered.chosenThrough()).isEqualTo(3);
    assertThat(recovered.gaps().isEmpty()).isTrue();
  }

  /** The record that had filled slot 1 is lost in its turn. */
  @Test
  void missesAgainWhatASecondLossTakes() {
    Recovered recovered =
        recovered(
            LOST,
            reached(FIRST, 2),
            voted(2, FIRST, RED),
            voted(3, FIRST, RED),
            new ChosenThrough(3),
            LOST,
            reached(FIRST, 3));

    assertThat(recovered.chosenThrough()).isZero();
    assertThat(recovered.settledThrough()).isEqualTo(3);
    assertThat(recovered.gaps().throughOf(1)).isEqualTo(1);
  }

  /** A vote between two losses may have been replaced by one in the second. */
  @Test
  void doesNotFillAGapWithAVoteBeforeAnotherLoss() {
    Recovered recovered =
        recovered(
            LOST,
            reached(FIRST, 1),
            voted(1, FIRST, RED),
            LOST,
            reached(SECOND, 1),
            new ChosenThrough(1));

    assertThat(recovered.chosenThrough()).isZero();
    assertThat(recovered.settledThrough()).isEqualTo(1);
  }

  @Test
  void countsSeveralLossesInARowAsOne() {
    Recovered recovered =
        recovered(new ChosenThrough(0), LOST, LOST, reached(SECOND, 4), new ChosenThrough(2));

    assertThat(recovered.gaps().throughOf(1)).isEqualTo(4);
    assertThat(recovered.faultyThrough()).isEqualTo(4);
    assertThat(recovered.settledThrough()).isEqualTo(2);
  }

  @Test
  void takesASnapshotInPlaceOfWhatIsLostBelowIt() {
    Recovered recovered =
        recovered(LOST, reached(FIRST, 4), voted(5, FIRST, RED), new ChosenThrough(5));

    recovered.restored(4);

    assertThat(recovered.chosenThrough()).isEqualTo(5);
    assertThat(recovered.firstRetained()).isEqualTo(5);
    assertThat(recovered.faultyThrough()).isZero();
  }

  /** That the log let go of slots through 3 was itself lost: it cannot be asked for them. */
  @Test
  void remembersFromTheBoundWhatTheLogHasLetGoOf() {
    Recovered recovered = recovered(LOST, new Reached(FIRST, 6, 3), new ChosenThrough(3));
    recovered.restored(3);
    Recovered withoutSnapshot = recovered(LOST, new Reached(FIRST, 6, 3), new ChosenThrough(3));
    withoutSnapshot.restored(0);

    assertThat(recovered.chosenThrough()).isEqualTo(3);
    assertThat(recovered.firstRetained()).isEqualTo(4);
    assertThat(withoutSnapshot.chosenThrough()).isZero();
    assertThat(withoutSnapshot.heldThrough()).isZero();
  }

  @Test
  void forgetsAGapThatASnapshotMadeGoodForEver() {
    Recovered recovered =
        recovered(
            LOST,
            reached(FIRST, 4),
            new Compacted(4),
            new Promised(FIRST),
            new ChosenThrough(4),
            voted(5, FIRST, RED),
            new ChosenThrough(5));
    recovered.restored(4);

    assertThat(recovered.chosenThrough()).isEqualTo(5);
    assertThat(recovered.gaps().isEmpty()).isTrue();
  }

  /** Slots 2 and 3 were learnt again after the snapshot that stood for them was lost. */
  @Test
  void goesOnWhereASnapshotThatIsLostWasLearntAgain() {
    Recovered recovered =
        recovered(
            voted(1, FIRST, RED),
            new ChosenThrough(1),
            new Installed(3),
            new Learnt(2, RED),
            new Learnt(3, RED));
    recovered.restored(0);

    assertThat(recovered.chosenThrough()).isEqualTo(3);
  }

  /** What was lost when the vote was recorded can be read again: a sector that came back. */
  @Test
  void doesNotTakeAVoteForChosenThatCameAfterTheMark() {
    Recovered recovered =
        recovered(new Learnt(1, BLUE), new ChosenThrough(1), voted(1, FIRST, RED));

    assertThat(recovered.chosenThrough()).isZero();
    assertThat(recovered.settledThrough()).isEqualTo(1);
    assertThat(recovered.votes()).isEmpty();
    recovered.add(new Learnt(1, BLUE));
    assertThat(recovered.chosenThrough()).isEqualTo(1);
  }

  @Test
  void doesNotKeepADecreeThatAVoteStandsInFrontOf() {
    Recovered recovered =
        recovered(new ChosenThrough(2), new Learnt(3, BLUE), voted(3, FIRST, RED));

    assertThat(recovered.learnt()).isEmpty();
    assertThat(recovered.votes()).containsExactly(Map.entry(3L, vote(FIRST, RED)));
    recovered.add(new Learnt(3, BLUE));
    recovered.add(new ChosenThrough(3));
    assertThat(recovered.chosenThrough()).isEqualTo(3);
  }
}
