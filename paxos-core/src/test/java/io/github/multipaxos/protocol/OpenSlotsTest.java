package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.BLUE;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.RED;
import static io.github.multipaxos.protocol.Samples.RETRANSMIT_TICKS;
import static io.github.multipaxos.protocol.Samples.batch;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.protocol.OpenSlots.Resend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenSlotsTest {

  private final OpenSlots open = new OpenSlots(members(3));

  /** Rule P7. One vote fewer than a quorum chooses nothing, however often each is repeated. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3", "6,4", "7,4", "8,5", "9,5"})
  void choosesByAMajorityAndNotByLess(int size, int quorum) {
    OpenSlots open = new OpenSlots(members(size));
    open.open(1, RED, 0);
    for (int i = 1; i < quorum; i++) {
      assertThat(open.onVote(NodeId.of(i), 1)).isNull();
      assertThat(open.onVote(NodeId.of(i), 1)).isNull();
    }

    assertThat(open.onVote(NodeId.of(quorum), 1)).isEqualTo(RED);
    assertThat(open.isEmpty()).isTrue();
  }

  @Test
  void choosesByAnAcceptQuorumWhereTheQuorumsDiffer() {
    OpenSlots open = new OpenSlots(members(5, 4, 2));
    open.open(1, RED, 0);

    assertThat(open.onVote(NODE_3, 1)).isNull();
    assertThat(open.onVote(NODE_2, 1)).isEqualTo(RED);
  }

  @Test
  void countsVotesForEachSlotByItself() {
    open.open(1, RED, 0);
    open.open(2, BLUE, 0);

    assertThat(open.onVote(NODE_1, 1)).isNull();
    assertThat(open.onVote(NODE_2, 2)).isNull();
    assertThat(open.onVote(NODE_3, 2)).isEqualTo(BLUE);
    assertThat(open.size()).isEqualTo(1);
  }

  @Test
  void ignoresVotesInSlotsThatAreNotOpen() {
    open.open(1, RED, 0);
    open.onVote(NODE_1, 1);
    open.onVote(NODE_2, 1);

    assertThat(open.onVote(NODE_3, 1)).isNull();
    assertThat(open.onVote(NODE_3, 2)).isNull();
  }

  /** Rule P6. */
  @Test
  void opensASlotOnce() {
    open.open(1, RED, 0);

    assertThatThrownBy(() -> open.open(1, RED, 1))
        .isInstanceOf(SafetyViolation.class)
        .hasMessageContaining("slot 1");
  }

  @Test
  void knowsWhatIsOpen() {
    open.open(1, RED, 0);
    open.open(2, BLUE, 0);
    assertThat(open.bytes()).isEqualTo(RED.bytes() + BLUE.bytes());
    assertThat(open.isEmpty()).isFalse();

    open.onVote(NODE_1, 1);
    open.onVote(NODE_2, 1);

    assertThat(open.bytes()).isEqualTo(BLUE.bytes());
    assertThat(open.size()).isEqualTo(1);
  }

  /** Rule P11. */
  @Test
  void sendsAgainToThoseWhoHaveNotVotedOnceItIsDue() {
    open.open(1, RED, 0);
    open.open(2, BLUE, 1);
    open.onVote(NODE_2, 1);

    assertThat(open.due(NODE_1, RETRANSMIT_TICKS - 1, RETRANSMIT_TICKS)).isEmpty();
    assertThat(open.due(NODE_1, RETRANSMIT_TICKS, RETRANSMIT_TICKS))
        .containsExactly(new Resend(NODE_3, 1, RED));
    assertThat(open.due(NODE_1, RETRANSMIT_TICKS + 1, RETRANSMIT_TICKS))
        .containsExactly(new Resend(NODE_2, 2, BLUE), new Resend(NODE_3, 2, BLUE));
    assertThat(open.due(NODE_1, 2 * RETRANSMIT_TICKS - 1, RETRANSMIT_TICKS)).isEmpty();
    assertThat(open.due(NODE_1, 2 * RETRANSMIT_TICKS, RETRANSMIT_TICKS))
        .containsExactly(new Resend(NODE_3, 1, RED));
  }

  @Test
  void sendsAgainOldestFirstAndNotAllAtOnce() {
    Decree large = batch(command(1, 1, 600_000));
    for (long slot = 1; slot <= 5; slot++) {
      open.open(slot, large, 0);
    }

    assertThat(open.due(NODE_1, 10, RETRANSMIT_TICKS))
        .extracting(Resend::slot)
        .containsExactly(1L, 1L, 2L, 2L);
    assertThat(open.due(NODE_1, 11, RETRANSMIT_TICKS))
        .extracting(Resend::slot)
        .containsExactly(3L, 3L, 4L, 4L);
    assertThat(open.due(NODE_1, 12, RETRANSMIT_TICKS))
        .extracting(Resend::slot)
        .containsExactly(5L, 5L);
  }
}
