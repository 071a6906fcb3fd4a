package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Leadership that is handed over on request. */
class TransferTest {

  /** Nothing but a pause of this very process could bring that about. */
  private static final Answer LOST = Answer.UNKNOWN_LEADER_CHANGED;

  @Test
  void makesTheTargetLead() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);

      Answer answer = Answer.of(leader.node().transferLeadership(NodeId.of(3)));

      assertThat(answer).isEqualTo(new Answer.Done(null));
      assertThat(leader.leads()).isFalse();
      assertThat(leader.node().status().leader()).contains(NodeId.of(3));
      assertThat(cluster.awaitLeader(3).write()).isIn(Journals.settle(cluster));
    }
  }

  @Test
  void isDoneAtOnceIfTheTargetLeadsAlready() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);

      CompletableFuture<Void> done = leader.node().transferLeadership(leader.id());

      assertThat(done).isCompleted();
      assertThat(leader.leads()).isTrue();
    }
  }

  @Test
  void isRefusedByANodeThatDoesNotLead() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      CompletableFuture<Void> refused = cluster.seat(3).node().transferLeadership(NodeId.of(3));

      assertThat(refused).isDone();
      assertThat(Answer.of(refused)).isEqualTo(Answer.NOT_LEADING);
      assertThat(cluster.seat(Cluster.LEADER).leads()).isTrue();
    }
  }

  @Test
  void isRefusedForANodeThatIsNoMember() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);

      Answer answer = Answer.of(leader.node().transferLeadership(NodeId.of(9)));

      assertThat(answer).isInstanceOf(Answer.Thrown.class);
      assertThat(((Answer.Thrown) answer).cause())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("node 9");
      assertThat(Answer.of(leader.propose("goes on")).isDone()).isTrue();
      assertThat(leader.leads()).isTrue();
    }
  }

  @Test
  void failsInTimeForATargetThatIsDownAndTheLeaderGoesOn() {
    try (Cluster<Journal> cluster = Cluster.quick(3)) {
      cluster.seats().forEach(it -> it.config(c -> c.operationTimeout(Duration.ofSeconds(1))));
      cluster.start();
      Seat<Journal> leader = cluster.awaitLeader();
      Seat<Journal> down = cluster.others(leader).get(0);
      down.close();

      CompletableFuture<Void> inVain = leader.node().transferLeadership(down.id());
      CompletableFuture<String> meanwhile = leader.propose("meanwhile", Duration.ofSeconds(50));

      assertThat(Answer.of(inVain)).isIn(Answer.NOBODY_LED, Answer.NOT_LEADING);
      assertThat(Answer.of(meanwhile)).isIn(new Answer.Done(leader.id() + ":1"), LOST);
      assertThat(leader.write()).isIn(Journals.settle(cluster));
    }
  }

  @Test
  void givesUpTheFirstRequestForASecond() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      cluster.isolate(NodeId.of(3));

      CompletableFuture<Void> first = leader.node().transferLeadership(NodeId.of(3));
      CompletableFuture<Void> second = leader.node().transferLeadership(NodeId.of(1));

      assertThat(Answer.of(first)).isEqualTo(Answer.OVERLOADED);
      assertThat(second).isNotDone();
    }
  }

  @Test
  void isRefusedOnceTheNodeIsClosed() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      cluster.isolate(leader.id()); // so that it cannot hand over
      leader.node().close();

      CompletableFuture<Void> refused = leader.node().transferLeadership(NodeId.of(3));

      assertThat(refused).isDone();
      assertThat(Answer.of(refused)).isEqualTo(Answer.STOPPED);
    }
  }

  @Test
  void failsWhenTheNodeFailsMeanwhile() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      cluster.isolate(NodeId.of(3));

      CompletableFuture<Void> asked = leader.node().transferLeadership(NodeId.of(3));
      leader.disk().failNextSync("bad sector 17");
      cluster.seat(1).propose("the straw");

      leader.awaitFailure();
      assertThat(Answer.of(asked)).isEqualTo(Answer.STOPPED);
    }
  }
}
