package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NOOP;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.vote;
import static io.github.multipaxos.protocol.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.SnapshotId;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Promised;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A node that had installed a snapshot of slot 6, and has lost it since: it knows that slots 1 to 6
 * are chosen, and not what (rule L7).
 */
class LostSnapshotTest {

  private static final Ballot BEFORE = ballot(5, 3);
  private static final Ballot NEXT = ballot(6, 3);

  private final Solo node =
      Solo.restored(
          1,
          0,
          voted(4, ballot(1, 2), BLUE), // never chosen
          new Installed(6),
          new Compacted(6),
          new Promised(BEFORE),
          new ChosenThrough(6),
          voted(8, BEFORE, RED));

  private static Decrees sixDecrees() {
    return new Decrees(1, List.of(RED, RED, RED, RED, RED, RED), 6);
  }

  @Test
  void beginsWithNothing() {
    assertThat(node.replica.chosenThrough()).isZero();
    assertThat(node.replica.promised()).isEqualTo(BEFORE);
    assertThat(node.replica.votes()).containsOnlyKeys(8L);
  }

  /** Rules A4 and A8. Others have to speak of the slots whose votes it has forgotten. */
  @Test
  void tellsCandidatesThatItsPromiseDoesNotCountForTheSlots() {
    node.receive(3, new Prepare(NEXT, 1));
    node.sync();

    TreeMap<Long, Vote> votes = new TreeMap<>(Map.of(8L, vote(BEFORE, RED)));
    assertThat(node.vowedTo(3, Promise.class))
        .containsExactly(new Promise(NEXT, 1, Long.MAX_VALUE, 0, 7, 6, votes));
  }

  /** Rule A7. */
  @Test
  void castsNoFurtherVoteInTheSlots() {
    node.receive(3, new Accept(NEXT, 4, BLUE, 0));
    node.sync();

    assertThat(node.replica.votes()).containsOnlyKeys(8L);
    assertThat(node.durable).doesNotContain(voted(4, NEXT, BLUE)).endsWith(new Promised(NEXT));
    assertThat(node.vowedTo(3, Accepted.class)).containsExactly(new Accepted(NEXT, 4));
  }

  /** Rule L6. */
  @Test
  void givesNothingAwayOfTheSlots() {
    node.receive(3, new Fetch(1, 6));

    assertThat(node.readBacks).isEmpty();
    assertThat(node.said(Decrees.class)).containsExactly(new Decrees(1, List.of(), 0, 7));
  }

  @Test
  void handsNothingOutBeforeItHasLearntTheSlotsAgain() {
    node.receive(3, new Chosen(BEFORE, 8));
    assertThat(node.chosen).isEmpty();

    node.receive(3, sixDecrees());
    assertThat(node.chosen)
        .extracting(Effects.Chosen::slot)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    node.receive(3, new Decrees(7, List.of(BLUE), 8));

    assertThat(node.chosen)
        .extracting(Effects.Chosen::slot, Effects.Chosen::decree)
        .endsWith(tuple(6L, RED), tuple(7L, BLUE), tuple(8L, RED));
  }

  /** Rule L4. Its log may have let go of them, or hold others. */
  @Test
  void recordsWhatItLearnsAgain() {
    node.receive(3, sixDecrees());
    node.sync();

    for (long slot = 1; slot <= 6; slot++) {
      assertThat(node.durable).contains(new Learnt(slot, RED));
      assertThat(node.onDisk(slot)).isEqualTo(RED);
    }
  }

  @Test
  void looksForTheSlotsThoughNobodyTellsItOfThem() {
    node.ticks(40);

    assertThat(node.said(Fetch.class)).contains(new Fetch(1, 6));
  }

  /** Rule L11. */
  @Test
  void doesNotLeadBeforeItHasLearntTheSlots() {
    Ballot mine = node.campaign(2);
    node.forget();
    Promise nothing = new Promise(mine, 1, Long.MAX_VALUE, 0, 1, new TreeMap<>());

    node.receive(2, nothing);
    node.receive(3, new Promise(mine, 1, Long.MAX_VALUE, 0, 1, new TreeMap<>()));
    assertThat(node.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    node.receive(3, sixDecrees());

    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(node.saidTo(2, Accept.class))
        .extracting(Accept::slot, Accept::decree)
        .containsExactly(tuple(7L, NOOP), tuple(8L, RED), tuple(9L, NOOP));
  }

  @Test
  void leadsOnceAPeersSnapshotStandsForTheSlots() {
    Ballot mine = node.campaign(2);
    node.receive(2, new Promise(mine, 1, Long.MAX_VALUE, 0, 1, new TreeMap<>()));
    Decrees lacking = new Decrees(1, List.of(), 6, 7);
    node.receive(2, lacking);
    node.receive(3, lacking);
    SnapshotId six = new SnapshotId(6, 1, 66);
    int source = node.saidTo(2, AskSnapshot.class).isEmpty() ? 3 : 2;

    node.receive(source, new SnapshotPart(six, 0, Bytes.wrap(new byte[1])));
    Effects effects = node.step(new Event.PartKept(six, 1, false));

    assertThat(effects.snapshotTasks()).containsExactly(new SnapshotTask.Install(six));
    assertThat(effects.records()).startsWith(new Installed(6));
    assertThat(node.replica.standing()).isEqualTo(Standing.LEADING);
    assertThat(effects.messages())
        .extracting(Envelope::to, Envelope::message)
        .contains(tuple(NODE_2, (Message) new Accept(mine, 8, RED, 6)));
  }
}
