package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nodes that come back with what their disks have kept, and catch up with the rest. */
class RestartTest {

  private static final int MANY = 3000;

  @Test
  void appliesItsLogAgainFromTheFirstSlot() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      List<String> before = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        before.add(cluster.seat(3).write());
      }

      cluster.seat(3).close();
      cluster.seat(3).restart();

      assertThat(Journals.settle(cluster)).startsWith(before.toArray(String[]::new));
      assertThat(cluster.seat(3).node().status().identity().boot()).isEqualTo(2);
    }
  }

  @Test
  void appliesItsLogAgainWithoutAnybodyElse() {
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      List<String> before = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        before.add(cluster.seat(1).write());
      }

      cluster.seat(1).losePower();
      cluster.seat(1).restart();
      cluster.awaitLeader();

      Answer answer = Answer.of(cluster.seat(1).read(Journal::commands));
      assertThat(answer).isEqualTo(new Answer.Done(before));
    }
  }

  @Test
  void losesNothingAcknowledgedWhenEveryNodeLosesPowerAtOnce() {
    try (Cluster<Journal> cluster = Cluster.quick(3).start()) {
      List<String> acknowledged = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        List<Load> loads =
            cluster.seats().stream()
                .map(it -> Load.on(it, name(it), Duration.ofSeconds(2)))
                .toList();
        loads.forEach(load -> load.awaitSuccesses(100));

        cluster.seats().forEach(seat -> seat.disk().stallSyncs());
        cluster.seats().forEach(seat -> seat.disk().cutPower());
        cluster.seats().forEach(Seat::close);
        cluster.seats().forEach(seat -> seat.disk().resumeSyncs());
        loads.forEach(Load::close);
        loads.forEach(load -> acknowledged.addAll(load.commands(Answer::isDone)));
        cluster.start();

        assertThat(Journals.settle(cluster)).containsAll(acknowledged);
      }
    }
  }

  private static String name(Seat<Journal> seat) {
    return "boot" + seat.disk().boot() + "-load" + seat.id();
  }

  @Test
  void catchesUpFromANodeThatDoesNotLead() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      NodeId away = NodeId.of(3);
      cluster.isolate(away);
      proposeMany(cluster.seat(1));
      Sightings<NodeId> givers = new Sightings<>();
      cluster
          .network()
          .loseIf(
              passage -> {
                boolean isHelp =
                    passage.to().equals(away) && passage.message() instanceof Message.Decrees;
                if (isHelp) {
                  givers.add(passage.from());
                }
                return isHelp && passage.from().value() == Cluster.LEADER;
              });

      cluster.network().healAll();

      assertThat(Journals.settle(cluster)).hasSizeGreaterThan(MANY);
      assertThat(givers.all()).contains(NodeId.of(1));
    }
  }

  @Test
  void catchesUpWithManySlotsWhileOthersGoOnWriting() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      cluster.isolate(NodeId.of(3));
      proposeMany(cluster.seat(1));
      Load load = Load.on(cluster.seat(1), "meanwhile", Duration.ofSeconds(50));

      cluster.network().healAll();
      cluster.seat(3).machine().awaitSize(MANY);
      load.awaitSuccesses(100);
      load.close();

      assertThat(load.ended()).allMatch(it -> it.answer().isDone());
      assertThat(Journals.settle(cluster)).containsAll(load.commands(Answer::isDone));
    }
  }

  private static void proposeMany(Seat<Journal> seat) {
    List<CompletableFuture<String>> proposals = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      proposals.add(seat.propose("many-" + i));
      if (i % 10 == 0) { // so that there are many slots
        Answer.of(proposals.get(i));
      }
    }
    assertThat(proposals).allMatch(it -> Answer.of(it).isDone());
  }
}
