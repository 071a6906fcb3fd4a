package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.NodeEvent.LeaderChanged;
import io.github.multipaxos.NodeEvent.MemberConnected;
import io.github.multipaxos.NodeEvent.MemberDisconnected;
import io.github.multipaxos.NodeEvent.RoleChanged;
import io.github.multipaxos.NodeEvent.Stopped;
import io.github.multipaxos.Role;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a listener is told, and what it can do to the node: nothing. */
class ListenerTest {

  @Test
  void tellsTheLifeOfANodeInOrder() {
    Cluster<Journal> cluster = Cluster.steady(1).start();
    Seat<Journal> seat = cluster.seat(1);
    Ballot ballot = seat.node().status().ballot();

    cluster.close();

    assertThat(seat.events().all())
        .containsExactly(
            new RoleChanged(Role.CANDIDATE, ballot),
            new RoleChanged(Role.LEADER, ballot),
            new LeaderChanged(Optional.of(seat.id()), ballot),
            new Stopped(Optional.empty()));
  }

  @Test
  void tellsTheRoleBeforeTheLeaderWhereBothChange() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> next = cluster.seat(3);
      Seat<Journal> last = cluster.seat(Cluster.LEADER);

      cluster.makeLead(3);
      last.events()
          .await("node 2 to follow node 3", all -> tail(all, 1).stream().anyMatch(this::isThree));
      next.events().awaitOne("node 3 to lead", this::isThree);

      List<NodeEvent> won = tail(next.events().all(), 2);
      Ballot ballot = next.node().status().ballot();
      assertThat(won)
          .containsExactly(
              new RoleChanged(Role.LEADER, ballot),
              new LeaderChanged(Optional.of(next.id()), ballot));
      List<NodeEvent> lost = last.events().all();
      NodeEvent steppedDown =
          lost.stream().filter(ListenerTest::isSteppingDown).findFirst().orElseThrow();
      assertThat(lost.get(lost.indexOf(steppedDown) + 1)).isInstanceOf(LeaderChanged.class);
    }
  }

  private static boolean isSteppingDown(NodeEvent event) {
    return event instanceof RoleChanged changed && changed.role() == Role.FOLLOWER;
  }

  private boolean isThree(NodeEvent event) {
    return event instanceof LeaderChanged changed
        && changed.leader().equals(Optional.of(NodeId.of(3)));
  }

  private static <T> List<T> tail(List<T> all, int size) {
    return all.subList(Math.max(0, all.size() - size), all.size());
  }

  @Test
  void tellsWhichMembersComeAndGo() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Sightings<NodeEvent> events = cluster.seat(1).events();
      NodeId three = NodeId.of(3);

      cluster.seat(3).close();
      events.awaitOne("node 3 to go", it -> it instanceof MemberDisconnected);
      boolean isConnected = cluster.seat(1).node().status().connected().get(three);
      cluster.seat(3).restart();
      events.await(
          "node 3 to come back",
          all -> all.stream().filter(new MemberConnected(three)::equals).count() == 2);

      assertThat(isConnected).isFalse();
      assertThat(cluster.seat(1).node().status().connected())
          .isEqualTo(Map.of(NodeId.of(2), true, three, true));
      assertThat(events.all())
          .filteredOn(it -> it instanceof MemberDisconnected)
          .allMatch(it -> ((MemberDisconnected) it).member().equals(three))
          .allMatch(it -> !((MemberDisconnected) it).reason().isBlank());
    }
  }

  @Test
  void goesOnTellingAListenerThatThrows() {
    RuntimeException exception = new IllegalStateException("the listener is broken");
    Error error = new AssertionError("the listener is badly broken");
    try (Cluster<Journal> cluster = Cluster.steady(1)) {
      Seat<Journal> seat = cluster.seat(1).listener(event -> throwEither(event, exception, error));
      cluster.start();

      Answer answer = Answer.of(seat.propose("all the same"));
      seat.node().close();

      assertThat(answer.isDone()).isTrue();
      assertThat(seat.events().all()).hasSize(4).endsWith(new Stopped(Optional.empty()));
      assertThat(seat.node().status().failure()).isEmpty();
    }
  }

  private static void throwEither(NodeEvent event, RuntimeException exception, Error error) {
    if (event instanceof RoleChanged changed && changed.role() == Role.LEADER) {
      throw error;
    }
    throw exception;
  }

  @Test
  void isNotHeldUpByAListenerThatBlocks() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seats().forEach(seat -> seat.listener(event -> gate.pass()));
      cluster.seats().forEach(Seat::start);

      List<Answer> answers =
          cluster.seats().stream().map(seat -> Answer.of(seat.propose("by " + seat.id()))).toList();
      int told = cluster.seat(1).events().size();
      gate.open();

      assertThat(answers).allMatch(Answer::isDone);
      assertThat(told).isEqualTo(1);
      cluster.seat(1).events().awaitOne("the leader", it -> it instanceof LeaderChanged);
    }
  }

  @Test
  void forgetsTheOldestEventsWhenAListenerBlocksForVeryLong() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.quick(2)) {
      Seat<Journal> seat = cluster.seat(1).listener(event -> gate.pass());
      Visitor visitor = new Visitor(cluster, NodeId.of(2));
      seat.start();
      visitor.comeAndGo();
      gate.awaitSomebody();

      for (int i = 0; i < 1000; i++) {
        visitor.comeAndGo();
      }
      gate.open();
      seat.node().close();

      // Of more than 2,000. What happens after the gate has opened is told on top of what was kept.
      assertThat(seat.events().size()).isBetween(1000, 1500);
      assertThat(seat.events().all()).endsWith(new Stopped(Optional.empty()));
    }
  }
}
