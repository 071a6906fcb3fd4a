package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.batch;
import static io.github.multipaxos.protocol.Samples.command;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private static final Ballot BALLOT = ballot(4, 1);

  private final Outbox outbox = new Outbox(NODE_1);
  private final Proposals proposals = new Proposals(outbox, config(1, 3));
  private final Intake intake = new Intake(outbox, 1 << 16);
  private final Batcher batcher = new Batcher(config(1, 3), proposals, intake);

  private void own(Command... commands) {
    for (Command command : commands) {
      proposals.onProposed(command, 100);
    }
  }

  private void forwarded(Command... commands) {
    intake.begin(BALLOT);
    intake.onForward(NODE_2, new Forward(BALLOT, List.of(commands)));
  }

  @Test
  void givesNothingWhereNothingWaits() {
    assertThat(batcher.forSlot(BALLOT, 0)).isEmpty();
    assertThat(batcher.forLeader(BALLOT, 0)).isEmpty();
  }

  /** 200 bytes to a batch; a command of 36 takes 100, one of 37 takes 101. */
  @Test
  void fillsABatchExactlyUpToItsLimit() {
    own(command(1, 1, 36), command(1, 2, 36), command(1, 3, 36), command(1, 4, 37));

    assertThat(batcher.forLeader(BALLOT, 0)).containsExactly(command(1, 1, 36), command(1, 2, 36));
    assertThat(batcher.forLeader(BALLOT, 0)).containsExactly(command(1, 3, 36));
    assertThat(batcher.forLeader(BALLOT, 0)).containsExactly(command(1, 4, 37));
    assertThat(batcher.forLeader(BALLOT, 0)).isEmpty();
  }

  @Test
  void givesACommandLargerThanABatchByItself() {
    own(command(1, 1, 5000), command(1, 2));

    assertThat(batcher.forSlot(BALLOT, 0)).containsExactly(command(1, 1, 5000));
    assertThat(batcher.forSlot(BALLOT, 0)).containsExactly(command(1, 2));
  }

  @Test
  void letsOwnAndForwardedCommandsGoFirstInTurn() {
    own(command(1, 1), command(1, 2), command(1, 3));
    forwarded(command(2, 1), command(2, 2), command(2, 3));

    assertThat(batcher.forSlot(BALLOT, 0)).containsExactly(command(2, 1), command(2, 2));
    assertThat(batcher.forSlot(BALLOT, 0)).containsExactly(command(1, 1), command(1, 2));
    assertThat(batcher.forSlot(BALLOT, 0)).containsExactly(command(2, 3), command(1, 3));
    assertThat(batcher.forSlot(BALLOT, 0)).isEmpty();
  }

  @Test
  void forwardsOwnCommandsOnly() {
    forwarded(command(2, 1));
    own(command(1, 1));

    assertThat(batcher.forLeader(BALLOT, 0)).containsExactly(command(1, 1));
    assertThat(batcher.forLeader(BALLOT, 0)).isEmpty();
  }

  @Test
  void forwardsNoMoreThanAWindowAtATime() {
    ReplicaConfig small = config(1, Samples.members(3), 8, 400);
    Batcher careful = new Batcher(small, proposals, intake);
    for (int sequence = 1; sequence <= 8; sequence++) {
      own(command(1, sequence, 36));
    }

    assertThat(careful.forLeader(BALLOT, 0)).hasSize(2);
    assertThat(careful.forLeader(BALLOT, 0)).hasSize(2);
    assertThat(careful.forLeader(BALLOT, 0)).isEmpty();
    proposals.onChosen(batch(command(1, 2, 36)));

    assertThat(careful.forLeader(BALLOT, 0)).containsExactly(command(1, 5, 36), command(1, 6, 36));
    assertThat(careful.forLeader(BALLOT, 0)).isEmpty();
  }
}
