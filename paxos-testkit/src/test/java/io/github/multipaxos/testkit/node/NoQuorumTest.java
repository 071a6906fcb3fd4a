package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.Role;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers hear when there is nobody, or nobody any more, to do what they ask. */
class NoQuorumTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void rejectsAtItsDeadlineWhatNoLeaderTook() {
    try (Cluster<Journal> cluster = Cluster.quick(3)) {
      cluster.seats().forEach(seat -> seat.disk().peers().admit(() -> {})); // none of them is new
      Seat<Journal> alone = cluster.seat(1);
      alone.start();

      CompletableFuture<String> refused = alone.propose("refused", SHORT);
      CompletableFuture<String> patient = alone.propose("patient");
      Answer answer = Answer.of(refused);
      cluster.seat(2).start();

      assertThat(answer).isEqualTo(Answer.NOBODY_LED);
      assertThat(Answer.of(patient).isDone()).isTrue();
      cluster.seat(3).start();
      assertThat(Journals.settle(cluster)).contains("patient").doesNotContain("refused");
    }
  }

  @Test
  void leadsNoLongerWhenItHearsNobody() {
    try (Cluster<Journal> cluster = Cluster.quick(3).start()) {
      Seat<Journal> leader = cluster.awaitLeader();
      int before = leader.events().size();

      cluster.isolate(leader.id());

      leader
          .events()
          .await(
              "the leader to step down",
              all -> all.stream().skip(before).anyMatch(NoQuorumTest::isSteppingDown));
    }
  }

  private static boolean isSteppingDown(NodeEvent event) {
    return event instanceof NodeEvent.RoleChanged changed && changed.role() == Role.FOLLOWER;
  }

  @Test
  void doesNotKnowAtItsDeadlineWhatBecameOfACommandForwardedToALeaderThatVanished() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      leader.write();
      cluster.others(leader).forEach(it -> cluster.network().cut(leader.id(), it.id()));

      Answer answer = Answer.of(cluster.seat(3).propose("forwarded", SHORT));
      cluster.network().healAll();

      assertThat(answer).isEqualTo(Answer.UNKNOWN_AT_DEADLINE);
      assertThat(Journals.settle(cluster)).contains("forwarded");
    }
  }

  @Test
  void givesTheNextLeaderWhatTheLastOneTookAndDidNotPropose() {
    try (Cluster<Journal> cluster = Cluster.stubborn(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      Sightings<Message> forwards = new Sightings<>();
      cluster.network().loseIf(passage -> isForwardOrAccept(passage, forwards));

      CompletableFuture<String> forwarded = cluster.seat(3).propose("forwarded");
      forwards.awaitOne("the command to be forwarded", message -> true);
      cluster.isolate(leader.id());
      Answer answer = Answer.of(forwarded);
      cluster.network().loseIf(passage -> false);
      cluster.network().healAll();

      assertThat(answer).isInstanceOf(Answer.Done.class);
      assertThat(Journals.settle(cluster)).containsOnlyOnce("forwarded");
    }
  }

  private static boolean isForwardOrAccept(
      MemoryNetwork.Passage passage, Sightings<Message> forwards) {
    if (passage.message() instanceof Message.Forward) {
      forwards.add(passage.message());
    }
    return passage.message() instanceof Message.Accept && passage.from().value() == Cluster.LEADER;
  }

  @ParameterizedTest(name = "disks {0} and {1} hang, and nothing is done: {2}")
  @CsvSource({"1,3,true", "2,3,true", "3,3,false", "2,2,false"})
  void needsTheDisksOfAQuorumAndAnswersByTheDeadlineWithoutThem(
      int first, int second, boolean isTooMany) {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      cluster.seat(1).write();
      cluster.seat(first).disk().stallSyncs();
      cluster.seat(second).disk().stallSyncs();
      Duration timeout = isTooMany ? SHORT : Sightings.PATIENCE;

      CompletableFuture<String> onLeader =
          cluster.seat(Cluster.LEADER).propose("on leader", timeout);
      CompletableFuture<String> onFollower = cluster.seat(3).propose("on follower", timeout);

      for (CompletableFuture<String> each : List.of(onLeader, onFollower)) {
        Answer answer = Answer.of(each);
        assertThat(answer.isDone()).isEqualTo(!isTooMany);
        assertThat(answer.equals(Answer.UNKNOWN_AT_DEADLINE)).isEqualTo(isTooMany);
      }
      cluster.seats().forEach(seat -> seat.disk().resumeSyncs());
      assertThat(Journals.settle(cluster)).contains("on leader", "on follower");
    }
  }

  @Test
  void answersByTheDeadlineEvenWhenTheLogHoldsUpTheProtocol() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      SpyLog[] log = new SpyLog[1];
      cluster.seat(1).log(plain -> log[0] = new SpyLog(plain));
      cluster.start();
      cluster.seat(1).write();
      log[0].beforeAppends(gate::pass);

      CompletableFuture<String> stuck = cluster.seat(1).propose("stuck", SHORT);
      gate.awaitSomebody();
      CompletableFuture<Integer> read =
          cluster.seat(1).node().read(Consistency.LINEARIZABLE, at -> 1, SHORT);
      Answer proposed = Answer.of(stuck);
      Answer asked = Answer.of(read);
      gate.open();

      assertThat(proposed).isEqualTo(Answer.UNKNOWN_AT_DEADLINE);
      assertThat(asked).isEqualTo(Answer.NOBODY_LED);
      assertThat(Answer.of(cluster.seat(1).propose("later")).isDone()).isTrue();
      assertThat(cluster.seat(1).node().status().pendingOperations()).isZero();
    }
  }

  @Test
  void answersByTheDeadlineEvenWhenTheStateMachineIsHeldUp() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      Seat<Journal> seat = cluster.seat(1);
      seat.machine().holdUp("held", gate);

      CompletableFuture<String> held = seat.propose("held", SHORT);
      gate.awaitSomebody();
      CompletableFuture<Integer> read = seat.node().read(Consistency.LOCAL, at -> 1, SHORT);
      Answer proposed = Answer.of(held);
      Answer asked = Answer.of(read);
      gate.open();

      assertThat(proposed).isEqualTo(Answer.UNKNOWN_AT_DEADLINE);
      assertThat(asked).isEqualTo(Answer.NOBODY_LED);
      assertThat(Answer.of(seat.propose("later")).isDone()).isTrue();
      assertThat(seat.machine().commands()).startsWith("held");
    }
  }
}
