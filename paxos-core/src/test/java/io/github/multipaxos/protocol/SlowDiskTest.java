package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.NodeId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule E6. */
class SlowDiskTest {

  private final SlowDisk disk = new SlowDisk(config(1, 3));
  private long slot;
  private long tick;

  /** One slot, in which the own vote and the others' take so long. */
  private Optional<NodeId> round(long ownTicks, long othersTicks) {
    slot++;
    disk.onProposed(slot, tick);
    disk.onVote(NODE_2, slot, tick);
    disk.onVote(NODE_3, slot, tick + othersTicks);
    Optional<NodeId> way = disk.onVote(NODE_1, slot, tick + ownTicks);
    tick += ownTicks;
    return way;
  }

  @Test
  void givesWayToWhoeverVotesFirstWhenItIsMuchSlowerManyTimesInARow() {
    for (int i = 1; i < 20; i++) {
      assertThat(round(4, 0)).isEmpty();
    }

    assertThat(round(4, 0)).contains(NODE_2);
    assertThat(round(4, 0)).isEmpty();
  }

  @Test
  void doesNotGiveWayForBeingALittleSlower() {
    for (int i = 0; i < 100; i++) {
      assertThat(round(6, 1)).isEmpty();
    }
  }

  @Test
  void beginsToCountAnewWhenItWasInTime() {
    for (int i = 0; i < 100; i++) {
      assertThat(i % 19 == 18 ? round(1, 1) : round(8, 1)).isEmpty();
    }
  }

  @Test
  void givesWayAtOnceWhenItsDiskHangs() {
    disk.onProposed(1, 0);
    disk.onVote(NODE_3, 1, 1);
    disk.onVote(NODE_2, 1, 2);
    assertThat(disk.onTick(ELECTION_TICKS - 1)).isEmpty();

    assertThat(disk.onTick(ELECTION_TICKS)).contains(NODE_3);
  }

  @Test
  void doesNotGiveWayWhileTheOthersAreNoFaster() {
    disk.onProposed(1, 0);
    disk.onVote(NODE_3, 1, 1); // one is no quorum without this node

    assertThat(disk.onTick(10L * ELECTION_TICKS)).isEmpty();
  }

  @Test
  void followsOneSlotAtATime() {
    disk.onProposed(1, 0);
    disk.onProposed(2, 0);
    disk.onVote(NODE_2, 2, 0);
    disk.onVote(NODE_3, 2, 0);

    assertThat(disk.onVote(NODE_1, 2, 100)).isEmpty();
    assertThat(disk.onVote(NODE_1, 1, 100)).isEmpty();
  }
}
