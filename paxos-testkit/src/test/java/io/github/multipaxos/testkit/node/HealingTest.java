package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.memory.MemoryNetwork.Passage;
import org.junit.jupiter.api.Test;

/** Rule D5, of damage that is come across while a node runs. */
class HealingTest {

  private final SpyLog[] log = new SpyLog[1];
  private final Sightings<Passage> passages = new Sightings<>();

  @Test
  void aNodeThatCannotReadItsLogSaysThatItLacksWhatAPeerAsksForAndGoesOn() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      cluster.seat(Cluster.LEADER).log(plain -> log[0] = new SpyLog(plain));
      cluster.startLed();
      cluster.network().loseIf(this::look);
      cluster.isolate(NodeId.of(3));
      String command = cluster.seat(Cluster.LEADER).write();
      log[0].failReads(true);

      cluster.network().healAll();
      cluster.network().cutBoth(NodeId.of(1), NodeId.of(3));
      passages.awaitOne("the leader to say that it lacks something", HealingTest::isLacking);
      cluster.network().healAll();

      assertThat(Journals.settle(cluster)).contains(command);
      assertThat(cluster.seat(Cluster.LEADER).node().status().failure()).isEmpty();
    }
  }

  private boolean look(Passage passage) {
    passages.add(passage);
    return false;
  }

  private static boolean isLacking(Passage passage) {
    return passage.from().value() == Cluster.LEADER
        && passage.to().value() == 3
        && passage.message() instanceof Decrees answer
        && answer.decrees().isEmpty()
        && answer.firstRetained() > answer.firstSlot();
  }

  /** Its queue holds one command; what comes while that is applied has to be read from the log. */
  @Test
  void aNodeThatCannotReadWhatItHasToApplyStopsAndSaysWhatToDo() {
    Gate gate = new Gate();
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Seat<Journal> seat = cluster.seat(3);
      seat.config(it -> it.applyQueueBytes(1)).log(plain -> log[0] = new SpyLog(plain));
      cluster.startLed();
      seat.machine().holdUp("held", gate);
      Answer.of(cluster.seat(1).propose("held"));
      gate.awaitSomebody();
      log[0].failReads(true);
      long before = seat.node().status().chosenSlot();

      for (int i = 0; i < 3; i++) {
        cluster.seat(1).write();
      }
      while (seat.node().status().chosenSlot() < before + 3) {
        Thread.onSpinWait(); // the others are a majority without it
      }
      gate.open();

      assertThat(seat.awaitFailure())
          .contains("cannot apply slot ")
          .contains("segment is damaged at offset 4096")
          .contains("Restart the node: it learns again from its peers");
    }
  }
}
