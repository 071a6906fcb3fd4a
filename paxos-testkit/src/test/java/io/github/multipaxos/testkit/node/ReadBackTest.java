package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.testkit.memory.MemoryNetwork.Passage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Rule D4. Node 3 has voted for a command that was then not chosen; it hears what was chosen in its
 * place, but its disk is slow, and all that the disk holds is the old vote. Its state machine is
 * slow too, so that the decree has to be read back from the log.
 */
class ReadBackTest {

  private static final Duration A_WHILE = Duration.ofMillis(300);

  private final Gate gate = new Gate();
  private final SpyLog[] log = new SpyLog[1];
  private final Sightings<Passage> passages = new Sightings<>();

  @Test
  void appliesNoOldVoteInPlaceOfADecreeThatIsChosenAndNotDurableYet() {
    try (Cluster<Journal> cluster = Cluster.steady(3)) {
      Seat<Journal> slow = cluster.seat(3);
      slow.config(it -> it.applyQueueBytes(1)).log(plain -> log[0] = new SpyLog(plain));
      cluster.startLed();
      cluster.network().loseIf(this::look);
      fillTheQueueOf(slow, cluster);

      long slot = voteInVainFor("abandoned", slow, cluster);
      chooseAnotherDecreeWithout(slow, cluster);
      slow.disk().stallSyncs();
      cluster.network().healAll();
      passages.awaitOne("node 3 to know what is chosen", it -> isKnown(it, slot));
      gate.open();
      log[0]
          .readBacks()
          .hasWithin(A_WHILE, all -> all.stream().anyMatch(it -> it.firstSlot() >= slot));
      slow.disk().resumeSyncs();

      assertThat(Journals.settle(cluster)).contains("held").doesNotContain("abandoned");
    }
  }

  private boolean look(Passage passage) {
    passages.add(passage);
    return false;
  }

  private void fillTheQueueOf(Seat<Journal> slow, Cluster<Journal> cluster) {
    slow.machine().holdUp("held", gate);
    Answer.of(cluster.seat(1).propose("held"));
    gate.awaitSomebody();
    cluster.seat(1).write();
  }

  /** Has node 3 alone vote for the command, durably. Returns the slot. */
  private long voteInVainFor(String command, Seat<Journal> voter, Cluster<Journal> cluster) {
    Seat<Journal> leader = cluster.seat(Cluster.LEADER);
    cluster.network().cutBoth(leader.id(), NodeId.of(1));
    leader.disk().stallSyncs();
    int before = passages.size();
    leader.propose(command);
    passages.await(
        "node 3 to vote", all -> all.stream().skip(before).anyMatch(it -> isVote(it, voter.id())));
    leader.losePower();
    leader.disk().resumeSyncs();
    return passages.all().stream()
        .skip(before)
        .filter(it -> isVote(it, voter.id()))
        .mapToLong(it -> ((Message.Accepted) it.message()).slot())
        .max()
        .orElseThrow();
  }

  private static boolean isVote(Passage passage, NodeId voter) {
    return passage.from().equals(voter) && passage.message() instanceof Message.Accepted;
  }

  private static void chooseAnotherDecreeWithout(Seat<Journal> seat, Cluster<Journal> cluster) {
    cluster.network().healAll();
    cluster.isolate(seat.id());
    cluster.seat(Cluster.LEADER).start();
    cluster.awaitLeader(1).write();
  }

  private static boolean isKnown(Passage passage, long slot) {
    return passage.from().value() == 3
        && passage.message() instanceof Message.HeartbeatAck ack
        && ack.chosenThrough() >= slot;
  }
}
