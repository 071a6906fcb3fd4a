package io.github.multipaxos.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostSlotsTest {

  private static final Ballot BALLOT = new Ballot(1, NodeId.of(1));

  @Test
  void areThoseAboveTheMarkThatNoLaterVoteNames() {
    List<LogRecord> found =
        List.of(vote(1), new ChosenThrough(1), vote(2), vote(3), lost(), reached(4), vote(3));

    LostSlots slots = LostSlots.in(found);

    assertThat(slots).isEqualTo(new LostSlots(List.of("2", "4"), List.of(), 1));
  }

  @Test
  void keepWhatWasLearntBeforeTheDamageOrBehindIt() {
    List<LogRecord> found =
        List.of(vote(1), learnt(1), lost(), reached(3), learnt(2), new ChosenThrough(2));

    LostSlots slots = LostSlots.in(found);

    assertThat(slots).isEqualTo(new LostSlots(List.of("1", "2", "3"), List.of("1", "2"), 2));
  }

  @Test
  void areNoneInALogThatLacksNothing() {
    List<LogRecord> found = List.of(vote(1), new ChosenThrough(1), vote(2));

    LostSlots slots = LostSlots.in(found);

    assertThat(slots.isNone()).isTrue();
  }

  private static LogRecord vote(long slot) {
    return new Voted(slot, new Vote(BALLOT, Decree.Noop.INSTANCE));
  }

  private static LogRecord learnt(long slot) {
    return new Learnt(slot, Decree.Noop.INSTANCE);
  }

  private static LogRecord lost() {
    return new Lost("somewhere");
  }

  private static LogRecord reached(long slot) {
    return new Reached(BALLOT, slot, 0);
  }
}
