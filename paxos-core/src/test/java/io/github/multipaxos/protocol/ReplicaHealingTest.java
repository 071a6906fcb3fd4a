package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.HEARTBEAT_TICKS;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.recovered;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Lost;
import io.github.multipaxos.record.LogRecord.Reached;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rule L11: a node that has lost records serves, and learns them again meanwhile. */
class ReplicaHealingTest {

  private static final Ballot LEADER = ballot(3, 2);
  private static final LogRecord LOST = new Lost("segment at offset 512");

  /** Slots 2 and 3 are lost, then 5; 1, 4 and 6 are there, and all are known to be chosen. */
  private static List<LogRecord> damaged() {
    return List.of(
        voted(1, LEADER, RED),
        new ChosenThrough(1),
        LOST,
        new Reached(LEADER, 3, 0),
        voted(4, LEADER, RED),
        new ChosenThrough(4),
        LOST,
        new Reached(LEADER, 5, 0),
        voted(6, LEADER, BLUE),
        new ChosenThrough(6));
  }

  private final Solo node = new Solo(config(1, 3), damaged());

  @Test
  void asksForTheGapsAndTakesTheRestFromItsLog() {
    assertThat(node.replica.chosenThrough()).isEqualTo(1);
    node.receive(2, new Heartbeat(LEADER, 1, 1, 6));
    node.ticks(2);
    assertThat(node.saidTo(2, Fetch.class)).containsExactly(new Fetch(2, 3));

    Effects first = node.receive(2, new Decrees(2, List.of(RED, BLUE), 6));
    Effects second = node.receive(2, new Decrees(5, List.of(BLUE), 6));

    assertThat(first.chosen())
        .containsExactly(new Effects.Chosen(2, RED), new Effects.Chosen(3, BLUE));
    assertThat(first.snapshotTasks()).containsExactly(new SnapshotTask.Resume(4, 4));
    assertThat(first.records()).contains(new Learnt(2, RED), new Learnt(3, BLUE));
    assertThat(node.saidTo(2, Fetch.class)).endsWith(new Fetch(5, 5));
    assertThat(second.chosen()).containsExactly(new Effects.Chosen(5, BLUE));
    assertThat(second.snapshotTasks()).containsExactly(new SnapshotTask.Resume(6, 6));
    assertThat(node.noticed(Notice.Resumes.class))
        .containsExactly(new Notice.Resumes(4, 4), new Notice.Resumes(6, 6));
    assertThat(node.replica.chosenThrough()).isEqualTo(6);
  }

  @Test
  void doesNotFetchAgainAfterTheNextStartWhatItHasLearntAgain() {
    node.receive(2, new Heartbeat(LEADER, 1, 1, 6));
    node.receive(2, new Decrees(2, List.of(RED, BLUE), 6));
    node.sync();

    node.crash();
    assertThat(node.replica.chosenThrough()).isEqualTo(4);
    node.receive(2, new Decrees(5, List.of(BLUE), 6));
    node.sync();
    node.crash();

    assertThat(node.replica.chosenThrough()).isEqualTo(6);
  }

  /** Only a whole gap is behind it: the log holds nothing between what is learnt and its end. */
  @Test
  void resumesOnlyBehindTheEndOfAGap() {
    node.receive(2, new Heartbeat(LEADER, 1, 1, 6));

    Effects effects = node.receive(2, new Decrees(2, List.of(RED), 6));

    assertThat(effects.snapshotTasks()).isEmpty();
    assertThat(node.replica.chosenThrough()).isEqualTo(2);
  }

  @Test
  void tellsCandidatesThatItCannotSpeakOfWhatItHasLost() {
    node.receive(3, new Prepare(ballot(4, 3), 2));
    node.sync();

    Promise promise = node.vowedTo(3, Promise.class).get(0);
    assertThat(promise.chosenThrough()).isEqualTo(1);
    assertThat(promise.faultyThrough()).isEqualTo(6);
  }

  @Test
  void givesAwayNothingOfAGap() {
    node.receive(3, new Fetch(2, 6));

    assertThat(node.readBacks).isEmpty();
    assertThat(node.saidTo(3, Decrees.class)).containsExactly(new Decrees(2, List.of(), 1));
  }

  @Test
  void votesForTheChosenDecreeOfALostSlotWithoutARecord() {
    node.receive(2, new Accept(LEADER, 3, BLUE, 6));
    node.sync();

    assertThat(node.vowedTo(2, Accepted.class)).containsExactly(new Accepted(LEADER, 3));
    assertThat(node.durable).isEqualTo(damaged());
    assertThat(node.replica.chosenThrough()).isEqualTo(1);
  }

  /** Slot 2 may have had a vote that is lost. The new one is no lower, and counts. */
  @Test
  void votesAgainWhereItsVoteIsLost() {
    List<LogRecord> log =
        new ArrayList<>(List.of(voted(1, LEADER, RED), LOST, new Reached(LEADER, 2, 0)));
    Solo node = new Solo(config(1, 3), log);

    node.receive(2, new Accept(LEADER, 1, RED, 0));
    node.receive(2, new Accept(LEADER, 2, BLUE, 0));
    node.receive(2, new Heartbeat(LEADER, 1, 1, 2));
    node.sync();

    assertThat(node.vowedTo(2, Accepted.class)).hasSize(2);
    assertThat(node.replica.chosenThrough()).isEqualTo(2);
    node.ticks(2L * HEARTBEAT_TICKS); // and its prefix is recorded
    node.sync();
    node.crash();
    assertThat(node.replica.chosenThrough()).isEqualTo(2);
  }

  @Test
  void refusesALowerBallotThanTheOneThatIsLost() {
    Solo node = new Solo(config(1, 3), List.of(LOST, new Reached(ballot(9, 3), 0, 0)));

    node.receive(2, new Accept(LEADER, 1, RED, 0));
    node.receive(2, new Prepare(LEADER, 1));
    node.sync();

    assertThat(node.vowed).isEmpty();
    assertThat(node.replica.promised()).isEqualTo(ballot(9, 3));
  }

  /**
   * The power failed when the fetched snapshot of slot 5 was durable and its record was not. Marks
   * of slots above it must not say that the log holds those below: the snapshot may be lost later.
   */
  @Test
  void recordsASnapshotThatTheLogDoesNotKnowOf() {
    Recovered first = recovered(voted(1, LEADER, RED), new ChosenThrough(1));
    first.restored(5);
    Solo node = new Solo(config(1, 3), List.of(voted(1, LEADER, RED), new ChosenThrough(1)));
    node.replica = new Replica(node.config, first);

    node.receive(3, new Fetch(2, 3)); // what the log holds there may be votes only
    node.receive(2, new Accept(LEADER, 6, RED, 0));
    node.receive(2, new Heartbeat(LEADER, 1, 1, 6));
    node.ticks(2L * HEARTBEAT_TICKS);
    node.sync();

    assertThat(node.readBacks).isEmpty();
    assertThat(node.durable).contains(new Installed(5), new ChosenThrough(6));
    Recovered withoutSnapshot = recovered(node.durable);
    withoutSnapshot.restored(0);
    assertThat(withoutSnapshot.chosenThrough()).isEqualTo(1);
  }

  /** Its own promise says how far it is behind itself, and may be the last to arrive. */
  @Test
  void doesNotLeadInFrontOfWhatItKnowsToBeChosen() {
    Solo candidate = new Solo(config(1, 3), damaged());
    Canvass canvass = candidate.untilCanvass();
    Ballot ballot = canvass.ballot();
    candidate.receive(2, new CanvassAnswer(ballot, canvass.attempt(), true, Ballot.NONE));

    candidate.receive(2, Solo.promise(ballot, 1, new TreeMap<>()));
    candidate.receive(3, Solo.promise(ballot, 1, new TreeMap<>()));

    assertThat(candidate.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    assertThat(candidate.said(Accept.class)).isEmpty();
  }
}
