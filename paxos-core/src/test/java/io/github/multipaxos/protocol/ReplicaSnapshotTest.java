package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Promised;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules L6 to L9, through the front door. */
class ReplicaSnapshotTest {

  private static final Ballot LEADER = ballot(3, 2);
  private static final Bytes PART = Bytes.wrap(new byte[10]);
  private static final SnapshotId SEVEN = new SnapshotId(7, 10, 77);

  private static Solo withFiveSlots() {
    return Solo.restored(
        1,
        0,
        voted(1, LEADER, RED),
        voted(2, LEADER, RED),
        voted(3, LEADER, RED),
        voted(4, LEADER, RED),
        voted(5, LEADER, BLUE),
        new ChosenThrough(5));
  }

  /** A follower whose prefix is empty, and whose peers have let go of what it misses. */
  private static Solo behind() {
    Solo node = new Solo(1, 3);
    node.receive(2, new Heartbeat(LEADER, 1, 1, 9));
    node.ticks(2);
    return node;
  }

  private static Decrees lacking(long firstSlot) {
    return new Decrees(firstSlot, List.of(), 9, 8);
  }

  /** Everybody lacks what it misses, and node 2 gives it a snapshot of slot 7. */
  private static void giveSeven(Solo node) {
    node.receive(2, lacking(1));
    node.receive(3, lacking(1));
    node.receive(2, new SnapshotPart(SEVEN, 0, PART));
  }

  // Rule L8

  @Test
  void recordsWhatACompactedLogWouldLackBeforeItIsCompacted() {
    Solo node = withFiveSlots();

    Effects effects = node.step(new Event.SnapshotTaken(5, 3));

    assertThat(effects.records())
        .containsExactly(new Compacted(3), new Promised(LEADER), new ChosenThrough(5));
    assertThat(effects.snapshotTasks()).containsExactly(new SnapshotTask.Compact(3));
    assertThat(effects.notices()).containsExactly(new Notice.Compacts(3));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 3})
  void compactsNothingTwice(long throughSlot) {
    Solo node = withFiveSlots();
    node.step(new Event.SnapshotTaken(5, 3));

    Effects effects = node.step(new Event.SnapshotTaken(5, throughSlot));

    assertThat(effects.records()).isEmpty();
    assertThat(effects.snapshotTasks()).isEmpty();
  }

  /** Snapshots of what a peer has given may be further than what this node knows to be chosen. */
  @Test
  void keepsWhatLiesAboveItsPrefix() {
    Solo node = withFiveSlots();

    Effects effects = node.step(new Event.SnapshotTaken(8, 6));

    assertThat(effects.records()).isEmpty();
    assertThat(effects.snapshotTasks()).isEmpty();
  }

  @Test
  void remembersAfterARestartWhatItCanGiveAway() {
    Solo node = withFiveSlots();
    node.step(new Event.SnapshotTaken(5, 3));
    node.sync();

    node.restart(5);

    node.receive(2, new Fetch(3, 5));
    node.receive(2, new Fetch(4, 5));
    assertThat(node.said(Decrees.class)).containsExactly(new Decrees(3, List.of(), 5, 4));
    assertThat(node.readBacks).containsExactly(new Effects.ReadBack(NODE_2, 4, 5, 5, 4));
    assertThat(node.replica.promised()).isEqualTo(LEADER);
  }

  // Rules L6 and L9: giving

  @Test
  void saysWhatItStillHoldsToWhoeverAsksForLess() {
    Solo node = withFiveSlots();
    node.step(new Event.SnapshotTaken(5, 3));

    node.receive(3, new Fetch(3, 5));
    node.receive(3, new Fetch(4, 9));

    assertThat(node.said(Decrees.class)).containsExactly(new Decrees(3, List.of(), 5, 4));
    assertThat(node.readBacks).containsExactly(new Effects.ReadBack(NODE_3, 4, 5, 5, 4));
  }

  @Test
  void givesThePartOfASnapshotThatIsAskedFor() {
    Solo node = withFiveSlots();

    node.receive(3, new AskSnapshot(5, 1000));

    assertThat(node.tasks).containsExactly(new SnapshotTask.Give(NODE_3, 5, 1000));
  }

  // Rule L9: fetching

  @Test
  void asksEveryPeerInTurnForDecreesBeforeItBeginsASnapshot() {
    Solo node = behind();
    assertThat(node.saidTo(2, Fetch.class)).containsExactly(new Fetch(1, 9));

    node.receive(2, lacking(1));
    assertThat(node.saidTo(3, Fetch.class)).containsExactly(new Fetch(1, 9));
    assertThat(node.said(AskSnapshot.class)).isEmpty();
    node.receive(3, lacking(1));

    assertThat(node.saidTo(2, AskSnapshot.class)).containsExactly(new AskSnapshot(0, 0));
    assertThat(node.saidTo(3, AskSnapshot.class)).isEmpty();
  }

  @Test
  void needsNoSnapshotWhileOnePeerHoldsWhatItMisses() {
    Solo node = behind();
    node.receive(2, lacking(1));

    node.receive(3, new Decrees(1, List.of(RED, RED), 9));
    node.receive(3, new Decrees(3, List.of(RED, RED, RED, RED, RED, RED, RED), 9));

    assertThat(node.said(AskSnapshot.class)).isEmpty();
    assertThat(node.replica.chosenThrough()).isEqualTo(9);
  }

  @Test
  void showsHowFarATransferHasCome() {
    Solo node = behind();
    assertThat(node.replica.fetching()).isEqualTo(SnapshotId.NONE);
    SnapshotId long7 = new SnapshotId(7, 30, 77);

    node.receive(2, lacking(1));
    node.receive(3, lacking(1));
    node.receive(2, new SnapshotPart(long7, 0, PART));
    node.step(new Event.PartKept(long7, 10, false));

    assertThat(node.replica.fetching()).isEqualTo(long7);
    assertThat(node.replica.fetchedBytes()).isEqualTo(10);
    assertThat(node.saidTo(2, AskSnapshot.class))
        .containsExactly(new AskSnapshot(0, 0), new AskSnapshot(7, 10));
  }

  // Rule L7

  @Test
  void installsASnapshotOnlyWhenAllOfItIsKept() {
    Solo node = behind();
    giveSeven(node);
    assertThat(node.tasks).containsExactly(new SnapshotTask.Keep(SEVEN, 0, PART));
    assertThat(node.replica.chosenThrough()).isZero();

    Effects effects = node.step(new Event.PartKept(SEVEN, 10, false));

    assertThat(effects.records())
        .containsExactly(
            new Installed(7),
            new Compacted(7),
            new Promised(node.replica.promised()),
            new ChosenThrough(7));
    assertThat(effects.snapshotTasks())
        .containsExactly(new SnapshotTask.Install(SEVEN), new SnapshotTask.Compact(7));
    assertThat(effects.chosen()).isEmpty();
    assertThat(effects.notices())
        .containsExactly(new Notice.Installs(SEVEN, 0), new Notice.Compacts(7));
    assertThat(node.replica.chosenThrough()).isEqualTo(7);
  }

  @Test
  void fetchesWhatIsChosenAboveASnapshotFromTheLogsOfPeers() {
    Solo node = behind();
    giveSeven(node);
    node.step(new Event.PartKept(SEVEN, 10, false));
    node.forget();

    node.ticks(2);
    assertThat(node.said(Fetch.class)).containsExactly(new Fetch(8, 9));
    node.receive(2, new Decrees(8, List.of(RED, BLUE), 9));

    assertThat(node.chosen)
        .containsExactly(new Effects.Chosen(8, RED), new Effects.Chosen(9, BLUE));
  }

  @Test
  void keepsItsVotesAboveASnapshotAndForgetsThoseBelow() {
    Solo node = behind();
    for (long slot : List.of(6L, 7L, 8L, 11L)) {
      node.receive(2, new Accept(LEADER, slot, RED, 0));
    }
    giveSeven(node);

    node.step(new Event.PartKept(SEVEN, 10, false));

    assertThat(node.replica.votes())
        .containsExactly(Map.entry(11L, vote(LEADER, RED))); // slot 8 has joined the prefix
    node.sync();
    node.restart(7);
    assertThat(node.replica.votes()).containsKey(11L).doesNotContainKeys(6L, 7L);
  }

  /** It has voted for slot 8 in the ballot of the leader who says that it is chosen. */
  @Test
  void handsOutWhatItKnewToBeChosenAboveASnapshot() {
    Solo node = behind();
    node.receive(2, new Accept(LEADER, 8, BLUE, 9));
    assertThat(node.chosen).isEmpty();
    giveSeven(node);

    Effects effects = node.step(new Event.PartKept(SEVEN, 10, false));

    assertThat(effects.chosen()).containsExactly(new Effects.Chosen(8, BLUE));
    assertThat(node.replica.chosenThrough()).isEqualTo(8);
  }

  @Test
  void handsOutNothingOfASlotThatASnapshotStandsFor() {
    Solo node = behind();
    giveSeven(node);

    Effects effects =
        node.step(
            new Event.Received(NODE_3, new Decrees(1, List.of(RED, BLUE), 9)),
            new Event.PartKept(SEVEN, 10, false));

    assertThat(effects.chosen()).isEmpty();
    assertThat(node.replica.chosenThrough()).isEqualTo(7);
  }

  @Test
  void doesNothingWithASnapshotThatItsPrefixHasOvertaken() {
    Solo node = behind();
    giveSeven(node);
    node.receive(3, new Decrees(1, List.of(RED, RED, RED, RED, RED, RED, RED), 9));

    Effects effects = node.step(new Event.PartKept(SEVEN, 10, false));

    assertThat(effects.records()).isEmpty();
    assertThat(effects.snapshotTasks()).isEmpty();
    assertThat(node.replica.chosenThrough()).isEqualTo(7);
    assertThat(node.noticed(Notice.Installs.class)).isEmpty();
  }

  /** Rule P12. Whatever it has proposed there, something was chosen in a higher ballot. */
  @Test
  void stepsDownWhenASnapshotHasPassedItByAsALeader() {
    Solo node = new Solo(1, 3);
    node.leadThroughBarrier(2, 3);
    node.receive(3, new Chosen(ballot(0, 3), 9)); // node 3 knows of more, by an old ballot
    node.ticks(2);
    node.receive(3, lacking(2));
    node.receive(2, lacking(2));
    node.receive(3, new SnapshotPart(SEVEN, 0, PART));
    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);

    node.step(new Event.PartKept(SEVEN, 10, false));

    assertThat(node.replica.standing()).isEqualTo(Standing.FOLLOWING);
    assertThat(node.noticed(Notice.StepsDown.class)).hasSize(1);
  }

  // What a node finds when it starts

  /**
   * A snapshot can be durable when what the log holds of its slots is not: slot 3 was chosen
   * otherwise than this node has voted, and the record of that was lost with the power.
   */
  @Test
  void doesNotBelieveItsLogOfSlotsThatOnlyItsSnapshotKnowsToBeChosen() {
    Solo node = Solo.restored(1, 5, voted(3, ballot(1, 3), BLUE), new ChosenThrough(2));
    assertThat(node.replica.chosenThrough()).isEqualTo(5);

    node.receive(3, new Fetch(3, 5));

    assertThat(node.readBacks).isEmpty();
    assertThat(node.said(Decrees.class)).containsExactly(new Decrees(3, List.of(), 5, 6));
  }

  @Test
  void doesNotBelieveThatLogInALaterLifeEither() {
    Solo node = Solo.restored(1, 5, voted(3, ballot(1, 3), BLUE), new ChosenThrough(2));
    node.receive(2, new Accept(LEADER, 6, RED, 5));
    node.receive(2, new Chosen(LEADER, 6));
    node.ticks(4);
    node.sync();
    assertThat(node.durable).contains(new ChosenThrough(6));

    node.restart(0); // its snapshot is damaged now

    assertThat(node.replica.chosenThrough()).isEqualTo(2);
  }

  @Test
  void hasNothingToWriteDownAboutASnapshotThatItsLogReaches() {
    Solo node = Solo.restored(1, 2, voted(3, ballot(1, 3), BLUE), new ChosenThrough(2));

    assertThat(node.jump(1).records()).isEmpty();
  }
}
