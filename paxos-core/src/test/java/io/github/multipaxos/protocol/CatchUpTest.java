package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule L5. */
class CatchUpTest {

  private static final long GRACE_TICKS = 2;

  private final Outbox outbox = new Outbox(NODE_1);
  private final CatchUp catchUp =
      new CatchUp(outbox, config(1, 3), new SnapshotFetch(outbox, config(1, 3)), 0);

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
}
