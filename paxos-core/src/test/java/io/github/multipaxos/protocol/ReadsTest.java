package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BOOT;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Envelope;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadsTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final Outbox outbox = new Outbox(NODE_1);
  private final Reads reads = new Reads(outbox, config(1, 3));

  private List<Envelope<Message>> ask(Ballot leader, long tick) {
    reads.ask(leader, tick);
    return outbox.drain().messages();
  }

  private List<Long> release(long chosenThrough) {
    reads.release(chosenThrough);
    return outbox.drain().reads();
  }

  private static Envelope<Message> asked(NodeId leader, long ask) {
    return new Envelope<>(leader, new AskIndex(BOOT, ask));
  }

  @Test
  void asksOnceForAllThatWait() {
    reads.onReadAsked(1, 100);
    reads.onReadAsked(2, 100);

    assertThat(ask(LEADER, 0)).containsExactly(asked(NODE_2, 1));
    assertThat(ask(LEADER, 0)).isEmpty();
  }

  @Test
  void asksNobodyWhileNobodyLeads() {
    reads.onReadAsked(1, 100);

    assertThat(ask(Ballot.NONE, 0)).isEmpty();
    assertThat(ask(LEADER, 0)).containsExactly(asked(NODE_2, 1));
  }

  /** Rule R3. */
  @Test
  void letsReadsRunWhenTheirIndexIsReached() {
    reads.onReadAsked(1, 100);
    ask(LEADER, 0);

    reads.onIndex(new Index(BOOT, 1, 5));

    assertThat(release(4)).isEmpty();
    assertThat(release(5)).containsExactly(1L);
    assertThat(release(6)).isEmpty();
  }

  @Test
  void takesAnIndexForEveryReadAskedForByThen() {
    reads.onReadAsked(1, 100);
    ask(LEADER, 0);
    reads.onReadAsked(2, 100);
    ask(LEADER, 0);
    reads.onReadAsked(3, 100);
    ask(LEADER, 0);

    reads.onIndex(new Index(BOOT, 2, 5));

    assertThat(release(5)).containsExactly(1L, 2L);
    reads.onIndex(new Index(BOOT, 3, 5));
    assertThat(release(5)).containsExactly(3L);
  }

  /** Rule R2: an answer to an earlier ask was confirmed before this read came. */
  @Test
  void takesNoAnswerToAnEarlierAskOrAnEarlierBoot() {
    reads.onReadAsked(1, 100);
    ask(LEADER, 0);
    reads.onReadAsked(2, 100);
    ask(LEADER, 0);

    reads.onIndex(new Index(BOOT - 1, 2, 0));
    assertThat(release(9)).isEmpty();
    reads.onIndex(new Index(BOOT, 1, 0));

    assertThat(release(9)).containsExactly(1L);
  }

  @Test
  void doesNotTakeAnIndexForAReadThatHasNotBeenAskedFor() {
    reads.onReadAsked(1, 100);
    ask(LEADER, 0);
    reads.onReadAsked(2, 100);

    reads.onIndex(new Index(BOOT, 9, 0));

    assertThat(release(9)).containsExactly(1L);
  }

  @Test
  void asksAgainAfterAWhileAndTakesTheAnswerToEither() {
    reads.onReadAsked(1, 100);
    ask(LEADER, 0);
    assertThat(ask(LEADER, RETRANSMIT_TICKS - 1)).isEmpty();
    assertThat(ask(LEADER, RETRANSMIT_TICKS)).containsExactly(asked(NODE_2, 2));

    reads.onIndex(new Index(BOOT, 1, 5));

    assertThat(release(5)).containsExactly(1L);
    assertThat(ask(LEADER, 10L * RETRANSMIT_TICKS)).isEmpty();
  }

  @Test
  void asksTheNextLeaderAtOnce() {
    reads.onReadAsked(1, 100);
    ask(LEADER, 0);

    assertThat(ask(ballot(4, 3), 1)).containsExactly(asked(NODE_3, 2));
  }

  /** Rule C5, wherever the read has got to. */
  @Test
  void failsReadsWhoseDeadlineHasPassed() {
    reads.onReadAsked(1, 10);
    reads.onReadAsked(2, 12);
    ask(LEADER, 0);
    reads.onIndex(new Index(BOOT, 1, 5));
    reads.onReadAsked(3, 11);
    ask(LEADER, 0);
    reads.onReadAsked(4, 10);

    reads.expire(9);
    assertThat(outbox.drain().failedReads()).isEmpty();
    reads.expire(10);
    assertThat(outbox.drain().failedReads()).containsExactlyInAnyOrder(1L, 4L);
    reads.expire(11);
    assertThat(outbox.drain().failedReads()).containsExactly(3L);

    assertThat(release(5)).containsExactly(2L);
    reads.expire(1000);
    assertThat(outbox.drain().failedReads()).isEmpty();
  }

  @Test
  void failsEverythingOnClosing() {
    reads.onReadAsked(1, 10);
    ask(LEADER, 0);
    reads.onIndex(new Index(BOOT, 1, 5));
    reads.onReadAsked(2, Long.MAX_VALUE);
    ask(LEADER, 0);
    reads.onReadAsked(3, Long.MAX_VALUE);

    reads.close();

    assertThat(outbox.drain().failedReads()).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(release(9)).isEmpty();
  }
}
