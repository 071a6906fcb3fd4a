package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.model.SnapshotId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules L5 and L9. */
class CatchUpTest {

  private static final long GRACE_TICKS = 2;

  private final Outbox outbox = new Outbox(NODE_1);
  private final SnapshotFetch snapshots = new SnapshotFetch(outbox, config(1, 3));
  private final CatchUp catchUp = new CatchUp(outbox, config(1, 3), snapshots, 0);

  private List<Envelope<Message>> pursue(long chosenThrough, long tick) {
    return pursue(chosenThrough, Long.MAX_VALUE, tick);
  }

  private List<Envelope<Message>> pursue(long chosenThrough, long gapThrough, long tick) {
    catchUp.pursue(chosenThrough, gapThrough, tick);
    return outbox.drain().messages();
  }

  private static Envelope<Message> fetch(NodeId from, long firstSlot, long throughSlot) {
    return new Envelope<>(from, new Fetch(firstSlot, throughSlot));
  }

  @Test
  void asksForNothingItHasOrHasNotHeardOf() {
    assertThat(pursue(0, 100)).isEmpty();
    catchUp.onPrefix(NODE_2, 5);
    assertThat(pursue(5, 100)).isEmpty();
    assertThat(pursue(6, 200)).isEmpty();
  }

  @Test
  void givesAYoungGapTimeToCloseByItself() {
    catchUp.onPrefix(NODE_2, 5);
    assertThat(pursue(0, 10)).isEmpty();
    assertThat(pursue(0, 10 + GRACE_TICKS - 1)).isEmpty();

    assertThat(pursue(0, 10 + GRACE_TICKS)).containsExactly(fetch(NODE_2, 1, 5));
  }

  @Test
  void countsTheAgeOfTheGapAtThePrefixOnly() {
    catchUp.onPrefix(NODE_2, 5);
    assertThat(pursue(0, 10)).isEmpty();

    assertThat(pursue(1, 10 + GRACE_TICKS)).isEmpty();
    assertThat(pursue(1, 10 + 2 * GRACE_TICKS)).containsExactly(fetch(NODE_2, 2, 5));
  }

  @Test
  void asksForTheFirstGapOnly() {
    catchUp.onPrefix(NODE_2, 9);
    pursue(0, 3, 10);

    assertThat(pursue(0, 3, 20)).containsExactly(fetch(NODE_2, 1, 3));
  }

  @Test
  void asksOnePeerAtATimeAndTheNextWhenItDoesNotAnswer() {
    catchUp.onPrefix(NODE_2, 5);
    pursue(0, 0);
    assertThat(pursue(0, 10)).containsExactly(fetch(NODE_2, 1, 5));

    assertThat(pursue(0, 10 + RETRANSMIT_TICKS - 1)).isEmpty();
    assertThat(pursue(0, 10 + RETRANSMIT_TICKS)).containsExactly(fetch(NODE_3, 1, 5));
    assertThat(pursue(0, 10 + 2 * RETRANSMIT_TICKS)).containsExactly(fetch(NODE_2, 1, 5));
  }

  @Test
  void asksOnAtOnceWhileAnswersHelp() {
    catchUp.onPrefix(NODE_2, 500);
    pursue(0, 0);
    pursue(0, 10);

    catchUp.onDecrees(true);

    assertThat(pursue(100, 10)).containsExactly(fetch(NODE_2, 101, 500));
  }

  @Test
  void turnsToAnotherPeerAfterAWhileWhenAnAnswerDoesNotHelp() {
    catchUp.onPrefix(NODE_2, 5);
    pursue(0, 0);
    pursue(0, 10);

    catchUp.onDecrees(false);

    assertThat(pursue(0, 11)).containsExactly(fetch(NODE_3, 1, 5));
  }

  @Test
  void asksWhoeverIsFurthestAhead() {
    catchUp.onPrefix(NODE_2, 5);
    catchUp.onPrefix(NODE_3, 7);
    catchUp.onPrefix(NODE_2, 6);
    assertThat(catchUp.wantedThrough()).isEqualTo(7);
    pursue(0, 0);

    assertThat(pursue(0, 10)).containsExactly(fetch(NODE_3, 1, 7));
  }

  @Test
  void startsAfreshOnceItHasCaughtUp() {
    catchUp.onPrefix(NODE_2, 5);
    pursue(0, 0);
    pursue(0, 10);
    assertThat(pursue(5, 11)).isEmpty();

    catchUp.onPrefix(NODE_2, 6);

    assertThat(pursue(5, 12)).isEmpty();
    assertThat(pursue(5, 12 + GRACE_TICKS)).containsExactly(fetch(NODE_2, 6, 6));
  }

  @Test
  void asksNobodyWhereThereIsNobodyElse() {
    CatchUp alone = new CatchUp(outbox, config(1, 1), new SnapshotFetch(outbox, config(1, 1)), 0);
    alone.onPrefix(NODE_2, 5);

    alone.pursue(0, 5, 100);

    assertThat(outbox.drain().messages()).isEmpty();
  }

  private static Envelope<Message> askSnapshot(NodeId from) {
    return new Envelope<>(from, new AskSnapshot(0, 0));
  }

  /** Fetches from node 2, which lacks what is asked for, and then from node 3, which does too. */
  private List<Envelope<Message>> findThatAllLack(long tick) {
    catchUp.onPrefix(NODE_2, 5);
    pursue(0, tick - GRACE_TICKS);
    assertThat(pursue(0, tick)).containsExactly(fetch(NODE_2, 1, 5));
    catchUp.onLacking(NODE_2);
    assertThat(pursue(0, tick)).containsExactly(fetch(NODE_3, 1, 5));
    catchUp.onLacking(NODE_3);
    return pursue(0, tick);
  }

  @Test
  void beginsASnapshotOnlyWhenEveryPeerLacksWhatIsMissing() {
    assertThat(findThatAllLack(10)).containsExactly(askSnapshot(NODE_2));
  }

  @Test
  void fetchesNoDecreesWhileASnapshotIsUnderWay() {
    findThatAllLack(10);
    catchUp.onPrefix(NODE_3, 90);

    assertThat(pursue(0, 11)).isEmpty();
    assertThat(pursue(0, 10 + RETRANSMIT_TICKS)).containsExactly(askSnapshot(NODE_2));
  }

  @Test
  void asksTheGiverOfASnapshotForWhatIsMissingAboveIt() {
    findThatAllLack(10);
    SnapshotId three = new SnapshotId(3, 8, 1);
    snapshots.onPart(NODE_2, new SnapshotPart(three, 0, Bytes.wrap(new byte[8])), 0, 10);
    assertThat(pursue(0, 10)).isEmpty();

    assertThat(snapshots.onKept(three, 8, false, 11)).isTrue();
    pursue(3, 11);

    assertThat(pursue(3, 11 + GRACE_TICKS)).containsExactly(fetch(NODE_2, 4, 5));
  }

  @Test
  void takesAPeerThatHasHelpedForOneThatLacksNothingElse() {
    catchUp.onPrefix(NODE_2, 500);
    pursue(0, 0);
    pursue(0, 10);
    catchUp.onLacking(NODE_2);
    assertThat(pursue(0, 10)).containsExactly(fetch(NODE_3, 1, 500));

    catchUp.onDecrees(true);
    assertThat(pursue(100, 10)).containsExactly(fetch(NODE_3, 101, 500));
    assertThat(pursue(100, 10 + RETRANSMIT_TICKS)).containsExactly(fetch(NODE_2, 101, 500));
  }

  /** A peer may have let go of its log and lost its snapshots since. Another one has them. */
  @Test
  void turnsToAnotherPeerWhenASnapshotIsOfNoUse() {
    assertThat(findThatAllLack(10)).containsExactly(askSnapshot(NODE_2));

    snapshots.onPart(NODE_2, new SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY), 0, 10);

    assertThat(nextAsked(11)).isEqualTo(NODE_3);
  }

  @Test
  void turnsToAnotherPeerWhenTheSnapshotOfOneIsDamaged() {
    assertThat(findThatAllLack(10)).containsExactly(askSnapshot(NODE_2));
    SnapshotId rotten = new SnapshotId(3, 8, 1);

    snapshots.onPart(NODE_2, new SnapshotPart(rotten, 0, Bytes.wrap(new byte[8])), 0, 10);
    snapshots.onKept(rotten, 0, true, 10);

    assertThat(nextAsked(10)).isEqualTo(NODE_3);
  }

  /** Lets time pass, everybody lacking what is asked for, until a snapshot is asked for. */
  private NodeId nextAsked(long firstTick) {
    for (long tick = firstTick; tick < firstTick + 100; tick++) {
      for (Envelope<Message> sent : pursue(0, tick)) {
        if (sent.message() instanceof AskSnapshot) {
          return sent.to();
        }
        catchUp.onLacking(sent.to());
      }
    }
    throw new AssertionError("no snapshot is asked for");
  }

  @Test
  void doesNotAskInCirclesWithoutAPauseWhileNobodyHasASnapshot() {
    List<Envelope<Message>> sent = findThatAllLack(10);
    int asked = 0;
    for (int answered = 0; answered < 1000 && !sent.isEmpty(); answered++) {
      NodeId to = sent.get(0).to();
      asked++;
      if (sent.get(0).message() instanceof AskSnapshot) {
        snapshots.onPart(to, new SnapshotPart(SnapshotId.NONE, 0, Bytes.EMPTY), 0, 10);
      } else {
        catchUp.onLacking(to);
      }
      sent = pursue(0, 10);
    }

    assertThat(asked).isLessThan(10);
  }

  /** A node that has lost its snapshot is told by its own promise how far its peers' must reach. */
  @Test
  void neverAsksItself() {
    CatchUp lost = new CatchUp(outbox, config(1, 3), snapshots, 5);

    lost.onPrefixNeeded(NODE_1, 5);
    lost.pursue(0, 5, 10);

    assertThat(outbox.nextLocal()).isNull();
    assertThat(outbox.drain().messages()).containsExactly(fetch(NODE_2, 1, 5));
  }
}
