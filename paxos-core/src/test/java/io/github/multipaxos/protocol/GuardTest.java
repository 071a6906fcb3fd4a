package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.NODE_1;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.ballot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import org.junit.jupiter.api.Test;

/** Rules R5 and R7. */
class GuardTest {

  private static final int TICKS = ReplicaLeaseTest.TERMS.guardTicks();
  private static final Ballot LEADER = ballot(5, 2);

  private final Guard guard = new Guard(ReplicaLeaseTest.config(1, 3, 1));

  @Test
  void refusesEverybodyButTheLeaderUntilItEnds() {
    assertThat(guard.refuses(NODE_3, Ballot.NONE, 100)).isFalse();

    assertThat(guard.onLeader(LEADER, 100)).isEqualTo(ReplicaLeaseTest.TERMS.millis());

    assertThat(guard.refuses(NODE_3, Ballot.NONE, 100 + TICKS - 1)).isTrue();
    assertThat(guard.refusesSelf(100 + TICKS - 1)).isTrue();
    assertThat(guard.refuses(NODE_2, Ballot.NONE, 100)).isFalse();
    assertThat(guard.refuses(NODE_3, Ballot.NONE, 100 + TICKS)).isFalse();
    assertThat(guard.refusesSelf(100 + TICKS)).isFalse();
  }

  @Test
  void beginsAnewWithEachRound() {
    guard.onLeader(LEADER, 100);
    guard.onLeader(LEADER, 105);

    assertThat(guard.refuses(NODE_3, Ballot.NONE, 105 + TICKS - 1)).isTrue();
  }

  @Test
  void beginsWithAPromise() {
    guard.onPromised(LEADER, 100);

    assertThat(guard.refuses(NODE_3, Ballot.NONE, 100 + TICKS - 1)).isTrue();
    assertThat(guard.refuses(NODE_2, Ballot.NONE, 100)).isFalse();
  }

  /** Or late prepares of anybody would make it last for ever. */
  @Test
  void doesNotBeginAnewWithAPromiseGivenBefore() {
    guard.onPromised(LEADER, 100);
    guard.onPromised(LEADER, 105);

    assertThat(guard.refuses(NODE_3, Ballot.NONE, 100 + TICKS)).isFalse();
  }

  @Test
  void isPassedByWhoeverTheGuardedLeaderSends() {
    guard.onLeader(LEADER, 100);

    assertThat(guard.refuses(NODE_3, LEADER, 101)).isFalse();
    assertThat(guard.refuses(NODE_3, ballot(6, 3), 101)).isFalse();
    assertThat(guard.refuses(NODE_3, ballot(4, 2), 101)).isTrue();
  }

  /** A round of a leader that has been replaced may be late. Whoever he sends must not pass. */
  @Test
  void staysWithTheLaterLeader() {
    guard.onLeader(ballot(6, 3), 100);

    assertThat(guard.onLeader(LEADER, 101)).isZero();

    assertThat(guard.refuses(NODE_2, Ballot.NONE, 101)).isTrue();
    assertThat(guard.refuses(NODE_1, LEADER, 101)).isTrue();
  }

  @Test
  void refusesEverybodyAfterARestart() {
    Guard again = new Guard(ReplicaLeaseTest.config(1, 3, 2));
    again.onLeader(LEADER, 1);

    assertThat(again.refuses(NODE_2, Ballot.NONE, TICKS - 1)).isTrue();
    assertThat(again.refuses(NODE_3, LEADER, TICKS - 1)).isTrue();
    assertThat(again.refusesSelf(TICKS - 1)).isTrue();
    assertThat(again.refuses(NODE_2, Ballot.NONE, TICKS)).isFalse();
  }

  @Test
  void isNotThereWithoutLeasesOrOtherNodes() {
    Guard off = new Guard(Samples.config(1, 3));
    Guard alone = new Guard(ReplicaLeaseTest.config(1, 1, 2));

    assertThat(off.onLeader(LEADER, 100)).isZero();

    assertThat(off.refuses(NODE_3, Ballot.NONE, 100)).isFalse();
    assertThat(alone.refusesSelf(0)).isFalse();
  }
}
