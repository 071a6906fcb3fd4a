package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Promised;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveredTest {

  @Test
  void remembersNothingOfAnEmptyLog() {
    Recovered empty = new Recovered();

    assertThat(empty.promised()).isEqualTo(Ballot.NONE);
    assertThat(empty.chosenThrough()).isZero();
    assertThat(empty.votes()).isEmpty();
    assertThat(empty.learnt()).isEmpty();
  }

  @Test
  void takesTheHighestBallotOfPromisesAndVotesForPromised() {
    assertThat(recovered(new Promised(ballot(3, 1)), voted(1, ballot(2, 1), RED)).promised())
        .isEqualTo(ballot(3, 1));
    assertThat(recovered(new Promised(ballot(3, 1)), voted(1, ballot(3, 2), RED)).promised())
        .isEqualTo(ballot(3, 2));
    assertThat(recovered(voted(1, ballot(3, 2), RED), new ChosenThrough(1)).promised())
        .isEqualTo(ballot(3, 2));
  }

  @Test
  void keepsTheLatestVoteInEachSlotAboveThePrefix() {
    Recovered recovered =
        recovered(
            voted(1, ballot(1, 1), RED),
            voted(2, ballot(1, 1), RED),
            voted(3, ballot(1, 1), RED),
            voted(2, ballot(2, 2), BLUE),
            new ChosenThrough(1));

    assertThat(recovered.chosenThrough()).isEqualTo(1);
    assertThat(recovered.votes())
        .containsExactly(
            Map.entry(2L, vote(ballot(2, 2), BLUE)), Map.entry(3L, vote(ballot(1, 1), RED)));
  }

  @Test
  void keepsLearntDecreesAboveThePrefixWhateverWasVotedThere() {
    Recovered recovered =
        recovered(
            voted(2, ballot(1, 1), RED),
            new Learnt(1, RED),
            new Learnt(2, BLUE),
            new Learnt(4, BLUE),
            new ChosenThrough(1));

    assertThat(recovered.learnt()).containsExactly(Map.entry(2L, BLUE), Map.entry(4L, BLUE));
    assertThat(recovered.votes()).containsExactly(Map.entry(2L, vote(ballot(1, 1), RED)));
  }

  @Test
  void leavesOutWhatIsRecordedAgainBelowThePrefix() {
    LogRecord late = voted(1, ballot(5, 2), RED);

    Recovered recovered = recovered(new ChosenThrough(3), late, new Learnt(3, RED));

    assertThat(recovered.votes()).isEmpty();
    assertThat(recovered.learnt()).isEmpty();
    assertThat(recovered.promised()).isEqualTo(ballot(5, 2));
  }

  @Test
  void neverShortensThePrefix() {
    assertThat(recovered(new ChosenThrough(3), new ChosenThrough(2)).chosenThrough()).isEqualTo(3);
  }
}
