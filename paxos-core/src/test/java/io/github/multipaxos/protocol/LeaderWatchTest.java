package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.NODE_2;
import static io.github.multipaxos.protocol.Samples.NODE_3;
import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;
import static io.github.multipaxos.protocol.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderWatchTest {

  private static final Ballot LEADER = ballot(3, 2);

  private final LeaderWatch watch = new LeaderWatch(config(1, 3));

  /** Returns at which ticks watches of many seeds, after the same history, say to campaign. */
  private static TreeSet<Long> campaignTicks(Consumer<LeaderWatch> history) {
    TreeSet<Long> ticks = new TreeSet<>();
    for (int seed = 0; seed < 500; seed++) {
      LeaderWatch watch = new LeaderWatch(seeded(seed));
      history.accept(watch);
      long tick = 0;
      while (!watch.isOver(tick)) {
        tick++;
      }
      ticks.add(tick);
    }
    return ticks;
  }

  private static ReplicaConfig seeded(long seed) {
    ReplicaConfig config = config(1, 3);
    return new ReplicaConfig(
        config.self(),
        config.boot(),
        members(3),
        config.heartbeatTicks(),
        ELECTION_TICKS,
        config.retransmitTicks(),
        config.windowSlots(),
        config.windowBytes(),
        config.batchBytes(),
        config.backlogBytes(),
        config.transferBytesPerTick(),
        seed);
  }

  /** Rule E3. */
  @Test
  void waitsBetweenOneAndTwoElectionTimeoutsAtRandom() {
    TreeSet<Long> ticks = campaignTicks(watch -> {});

    assertThat(ticks.first()).isEqualTo(ELECTION_TICKS);
    assertThat(ticks.last()).isEqualTo(2 * ELECTION_TICKS - 1);
    assertThat(ticks).hasSize(ELECTION_TICKS);
  }

  @Test
  void waitsAnewWheneverItHearsFromALeader() {
    TreeSet<Long> ticks = campaignTicks(watch -> watch.onLeader(LEADER, 100));

    assertThat(ticks.first()).isEqualTo(100 + ELECTION_TICKS);
    assertThat(ticks.last()).isEqualTo(100 + 2 * ELECTION_TICKS - 1);
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,4", "3,8", "4,8", "9,8"})
  void waitsLongerAfterEachFailureUpToALimit(int failures, int factor) {
    TreeSet<Long> ticks =
        campaignTicks(
            watch -> {
              for (int i = 0; i < failures; i++) {
                watch.backOff(100);
              }
            });

    assertThat(ticks.first()).isBetween(100L + ELECTION_TICKS, 103L + ELECTION_TICKS);
    long limit = 100L + ELECTION_TICKS + (long) factor * ELECTION_TICKS;
    assertThat(ticks.last()).isBetween(limit - factor, limit - 1);
  }

  @Test
  void forgetsItsFailuresWhenItHearsFromALeader() {
    TreeSet<Long> ticks =
        campaignTicks(
            watch -> {
              watch.backOff(0);
              watch.backOff(0);
              watch.onLeader(LEADER, 100);
            });

    assertThat(ticks.last()).isLessThan(100 + 2 * ELECTION_TICKS);
  }

  @Test
  void campaignsSoonWhereNobodyElseWill() {
    TreeSet<Long> ticks = campaignTicks(watch -> watch.campaignSoon(100));

    assertThat(ticks.first()).isEqualTo(101);
    assertThat(ticks.last()).isLessThan(101 + ELECTION_TICKS / 2);
    assertThat(ticks).hasSizeGreaterThan(1);
  }

  @Test
  void doesNotWaitWhereThereIsNobodyElse() {
    LeaderWatch alone = new LeaderWatch(config(1, 1));

    assertThat(alone.isOver(0)).isFalse();
    assertThat(alone.isOver(1)).isTrue();
  }

  @Test
  void tellsANewLeaderFromTheOneItKnows() {
    assertThat(watch.onLeader(LEADER, 1)).isTrue();
    assertThat(watch.onLeader(LEADER, 2)).isFalse();
    assertThat(watch.onLeader(ballot(4, 2), 3)).isTrue();
    assertThat(watch.leader()).isEqualTo(ballot(4, 2));
  }

  @Test
  void knowsTheBarrierOfTheLeaderItFollowsOnly() {
    watch.onLeader(LEADER, 1);
    watch.onBarrier(7);
    watch.onBarrier(0); // a heartbeat sent while that leader recovered, and overtaken
    assertThat(watch.barrierSlot()).isEqualTo(7);

    watch.onLeader(ballot(4, 2), 2);

    assertThat(watch.barrierSlot()).isZero();
    watch.onBarrier(9);
    watch.loseLeader(3);
    assertThat(watch.barrierSlot()).isZero();
    assertThat(watch.leader()).isEqualTo(Ballot.NONE);
  }

  /** Rule E2. */
  @Test
  void isContentForAnElectionTimeoutWithALeaderButNotForIt() {
    assertThat(watch.isContentWith(0, NODE_3)).isFalse();
    watch.onLeader(LEADER, 5);

    assertThat(watch.isContentWith(5, NODE_3)).isTrue();
    assertThat(watch.isContentWith(4 + ELECTION_TICKS, NODE_3)).isTrue();
    assertThat(watch.isContentWith(5 + ELECTION_TICKS, NODE_3)).isFalse();
    assertThat(watch.isContentWith(5, NODE_2)).isFalse();
    watch.loseLeader(6);
    assertThat(watch.isContentWith(6, NODE_3)).isFalse();
  }

  @Test
  void noticesALeadersSilenceOnlyWhileItFollowsOne() {
    assertThat(watch.isSilent(1000)).isFalse();
    watch.onLeader(LEADER, 5);

    assertThat(watch.isSilent(4 + ELECTION_TICKS)).isFalse();
    assertThat(watch.isSilent(5 + ELECTION_TICKS)).isTrue();
    watch.forgetLeader();
    assertThat(watch.isSilent(5 + ELECTION_TICKS)).isFalse();
  }

  @Test
  void keepsItsTimeToCampaignWhenItOnlyForgetsTheLeader() {
    watch.onLeader(new Ballot(3, NodeId.of(2)), 0);
    long tick = 0;
    while (!watch.isOver(tick)) {
      tick++;
    }

    watch.forgetLeader();

    assertThat(watch.isOver(tick)).isTrue();
    assertThat(watch.isOver(tick - 1)).isFalse();
  }
}
