package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Reached;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DurableMemoryTest {
  private static final NodeId ONE = NodeId.of(1);
  private static final Ballot FIRST = new Ballot(1, ONE);
  private static final Ballot SECOND = new Ballot(2, ONE);
  private static final LogRecord PROMISE = new Promised(FIRST);
  private static final Vote VOTE = new Vote(FIRST, Noop.INSTANCE);

  private final GlobalLog global = new GlobalLog(3, new Operations(), (slot, decree) -> {});
  private final DurableMemory memory = new DurableMemory(ONE, global, new Watch<>() {});

  @Test
  void refusesAVowBeforeItsRecordIsDurable() {
    memory.onAppended(List.of(PROMISE, new Voted(1, VOTE)));

    assertThatThrownBy(() -> memory.requireDurable(new Accepted(FIRST, 1)))
        .hasMessageStartingWith("I4");
    assertThatThrownBy(() -> memory.requireDurable(new Prepare(FIRST, 1)))
        .hasMessageStartingWith("I4");
    memory.onDurable(1);
    assertThatCode(() -> memory.requireDurable(new Prepare(FIRST, 1))).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.requireDurable(new Accepted(FIRST, 1)))
        .hasMessageStartingWith("I4");
    memory.onDurable(1);
    assertThatCode(() -> memory.requireDurable(new Accepted(FIRST, 1))).doesNotThrowAnyException();
  }

  @Test
  void refusesAPromiseWithAVoteThatIsNotDurable() {
    memory.onAppended(List.of(new Promised(SECOND)));
    memory.onDurable(1);
    TreeMap<Long, Vote> votes = new TreeMap<>();
    votes.put(1L, VOTE);

    assertThatThrownBy(
            () -> memory.requireDurable(new Promise(SECOND, 1, Long.MAX_VALUE, 0, 1, votes)))
        .hasMessageStartingWith("I4");
  }

  @Test
  void refusesAVoteBelowThePromise() {
    memory.onAppended(List.of(new Promised(SECOND)));

    assertThatThrownBy(() -> memory.onAppended(List.of(new Voted(1, VOTE))))
        .hasMessageStartingWith("I3");
  }

  @Test
  void refusesANodeThatForgetsItsPromise() {
    memory.onAppended(List.of(new Promised(SECOND)));
    memory.onDurable(1);

    assertThatThrownBy(() -> memory.requirePromised(FIRST)).hasMessageStartingWith("I3");
  }

  @Test
  void takesADiskThatKeptSomeOfWhatItDidNotVouchFor() {
    memory.onAppended(List.of(PROMISE, new Promised(SECOND), new Promised(new Ballot(3, ONE))));
    memory.onDurable(1);

    assertThatCode(() -> memory.onFound(List.of(PROMISE, new Promised(SECOND))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.requirePromised(FIRST)).hasMessageStartingWith("I3");
  }

  @Test
  void refusesADiskThatLostWhatItVouchedFor() {
    memory.onAppended(List.of(PROMISE));
    memory.onDurable(1);

    assertThatThrownBy(() -> memory.onFound(List.of())).hasMessageStartingWith("I13");
  }

  @Test
  void refusesADiskThatHoldsWhatWasNeverWritten() {
    assertThatThrownBy(() -> memory.onFound(List.of(PROMISE))).hasMessageStartingWith("I13");
  }

  private static final LogRecord LOST = new Lost("somewhere");

  @Test
  void takesADamagedDiskThatTellsWhereRecordsAreLost() {
    memory.onAppended(List.of(PROMISE, new Voted(1, VOTE), new Promised(SECOND)));
    memory.onDurable(3);

    memory.onFound(List.of(PROMISE, LOST, new Reached(FIRST, 1, 0), new Promised(SECOND)));

    assertThatCode(() -> memory.requirePromised(SECOND)).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.requirePromised(FIRST)).hasMessageStartingWith("I3");
  }

  /** What is lost may have been a fence, with no record in it. */
  @Test
  void takesADamagedDiskThatHasAllItsRecords() {
    memory.onAppended(List.of(PROMISE));
    memory.onDurable(1);

    assertThatCode(() -> memory.onFound(List.of(PROMISE, LOST, new Reached(FIRST, 0, 0))))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesADamagedDiskOnWhichAPromiseSank() {
    memory.onAppended(List.of(PROMISE, new Promised(SECOND)));
    memory.onDurable(2);

    assertThatThrownBy(() -> memory.onFound(List.of(PROMISE, LOST, new Reached(FIRST, 0, 0))))
        .hasMessageStartingWith("I3");
  }

  @Test
  void refusesADamagedDiskThatLacksMoreThanItTells() {
    memory.onAppended(List.of(PROMISE, new Voted(1, VOTE), new Voted(2, VOTE), new Voted(3, VOTE)));
    memory.onDurable(4);

    assertThatThrownBy(
            () ->
                memory.onFound(
                    List.of(PROMISE, LOST, new Reached(FIRST, 1, 0), new Voted(2, VOTE))))
        .hasMessageStartingWith("I13");
    assertThatThrownBy(
            () -> memory.onFound(List.of(new Voted(1, VOTE), LOST, new Reached(FIRST, 3, 0))))
        .hasMessageStartingWith("I13");
  }

  /** What the log might have let go of by itself does not explain what is left of it. */
  @Test
  void takesADamagedDiskWhoseOtherRecordsMightHaveBeenDropped() {
    LogRecord reached = new Reached(FIRST, 7, 7);
    memory.onAppended(List.of(PROMISE, new Compacted(7), new ChosenThrough(7)));
    memory.onDurable(3);
    memory.onFound(List.of(LOST, reached, new ChosenThrough(7)));

    assertThatCode(
            () -> memory.onFound(List.of(LOST, new Lost("else"), reached, new ChosenThrough(7))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.onFound(List.of())).hasMessageStartingWith("I13");
  }

  @Test
  void takesItsPromiseFromWhatADamagedDiskTells() {
    memory.onAppended(List.of(PROMISE)); // written, found at the next start, and lost with it

    memory.onFound(List.of(LOST, new Reached(FIRST, 0, 0)));

    assertThatCode(() -> memory.requireDurable(new Prepare(FIRST, 1))).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.requirePromised(Ballot.NONE)).hasMessageStartingWith("I3");
  }
}
