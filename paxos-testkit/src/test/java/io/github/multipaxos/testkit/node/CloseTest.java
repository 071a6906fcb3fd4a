package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.Role;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Ballot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node that is closed leaves in good order: what can be finished is, and the rest is answered.
 */
class CloseTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void handsLeadershipOverWithoutAnElectionTimeout() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER).config(it -> it.closeTimeout(LONG));
      cluster.startLed();
      String before = leader.write();
      Ballot ballot = leader.node().status().ballot();

      leader.close();
      Seat<Journal> successor = cluster.awaitLeader(1, 3); // the other one bears minutes of silence

      assertThat(leader.events().all())
          .filteredOn(NodeEvent.RoleChanged.class::isInstance)
          .last(InstanceOfAssertFactories.type(NodeEvent.RoleChanged.class))
          .extracting(NodeEvent.RoleChanged::role)
          .isEqualTo(Role.FOLLOWER);
      assertThat(successor.node().status().ballot()).isGreaterThan(ballot);
      assertThat(Journals.settle(cluster)).contains(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Cluster.LEADER, 3})
  void finishesWhatIsUnderWayWhetherItLeadsOrNot(int id) {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Seat<Journal> closing = cluster.seat(id).config(it -> it.closeTimeout(LONG));
      cluster.startLed();
      List<CompletableFuture<?>> underWay = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        underWay.add(closing.propose("under way " + i));
        underWay.add(closing.read(Journal::size));
      }

      closing.close();

      assertThat(underWay).allMatch(CompletableFuture::isDone);
      assertThat(underWay).allMatch(it -> Answer.of(it).isDone());
      assertThat(Journals.settle(cluster)).contains("under way 0", "under way 199");
    }
  }

  @Test
  void rejectsWhatNoLeaderHasAndDoesNotKnowWhatBecameOfWhatOneHas() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      Seat<Journal> leaderless = cluster.seat(1);
      Seat<Journal> follower = cluster.seat(3);
      leaderless.close();
      cluster.isolate(leaderless.id());
      leaderless.start();
      Sightings<Message> forwards = new Sightings<>();
      cluster.network().loseIf(passage -> isForward(passage.message(), forwards));

      CompletableFuture<String> waiting = leaderless.propose("waiting");
      CompletableFuture<String> proposed = leader.propose("proposed");
      CompletableFuture<String> forwarded = follower.propose("forwarded");
      forwards.awaitOne("the command to be forwarded", message -> true);
      cluster.running().forEach(Seat::close);

      assertThat(Answer.of(waiting)).isEqualTo(Answer.STOPPED);
      assertThat(Answer.of(proposed)).isEqualTo(Answer.UNKNOWN_AT_STOP);
      assertThat(Answer.of(forwarded)).isEqualTo(Answer.UNKNOWN_AT_STOP);
    }
  }

  /** Loses every vote, so that nothing is chosen any more. */
  private static boolean isForward(Message message, Sightings<Message> forwards) {
    if (message instanceof Message.Forward) {
      forwards.add(message);
    }
    return message instanceof Message.Accepted;
  }

  @Test
  void rejectsWhateverIsAskedAfterwards() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> seat = cluster.seat(3);
      seat.node().close();

      List<CompletableFuture<?>> late =
          List.of(seat.propose("late"), seat.read(it -> it), seat.readLocally(it -> it));

      assertThat(late).allMatch(CompletableFuture::isDone);
      assertThat(late).allMatch(it -> Answer.of(it).equals(Answer.STOPPED));
    }
  }

  @Test
  void answersEveryProposalMadeWhileItCloses() throws InterruptedException {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> seat = cluster.seat(3);
      List<Load> loads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        loads.add(Load.on(seat, "load" + i, LONG));
      }
      loads.forEach(load -> load.awaitSuccesses(5));

      seat.node().close();
      loads.forEach(Load::awaitStopped);
      loads.forEach(Load::close);

      Set<String> applied = new HashSet<>(cluster.seat(1).machine().commands());
      for (Load load : loads) {
        assertThat(load.ended()).noneMatch(it -> it.answer() instanceof Answer.Thrown);
        assertThat(load.commands(Answer.STOPPED::equals)).isNotEmpty().noneMatch(applied::contains);
      }
    }
  }

  @Test
  void mayBeClosedAgainAndBySeveralThreadsAtOnce() throws InterruptedException {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> seat = cluster.seat(Cluster.LEADER);
      List<Thread> closers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        closers.add(new Thread(() -> seat.node().close(), "closer"));
      }

      closers.forEach(Thread::start);
      for (Thread closer : closers) {
        closer.join();
      }
      seat.node().close();

      assertThat(seat.events().all())
          .filteredOn(NodeEvent.Stopped.class::isInstance)
          .containsExactly(new NodeEvent.Stopped(Optional.empty()));
    }
  }

  @Test
  void leavesNoThreadBehindAndLetsGoOfLogAndTransport() {
    Set<Thread> before = Threads.named("paxos-");
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Journals.settle(cluster);

      cluster.running().forEach(Seat::close);

      assertThat(Threads.named("paxos-")).isSubsetOf(before);
      cluster.startLed(); // on the same disks and under the same names
      assertThat(cluster.seat(1).node().status().identity().boot()).isEqualTo(2);
    }
  }

  @Test
  void isClosedWhenCloseReturnsEvenToAThreadThatIsInterrupted() {
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      Thread.currentThread().interrupt();
      cluster.seat(1).close();
      boolean isInterrupted = Thread.interrupted();

      assertThat(isInterrupted).isTrue();
      assertThat(Threads.named("paxos-" + cluster.name())).isEmpty();
      assertThat(cluster.seat(1).events().all()).last().isInstanceOf(NodeEvent.Stopped.class);
      cluster.start();
    }
  }
}
