package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.testkit.memory.MemoryNetwork.Passage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules C4 and C6. What a leader that died had been given, the next one is given too. */
class AtMostOnceTest {

  /** How far a command comes before its leader dies. */
  private enum Death {
    BEFORE_IT_PROPOSES,
    BEFORE_ANY_VOTE_IS_HEARD,
    BEFORE_ANYBODY_ELSE_KNOWS_THAT_IT_IS_CHOSEN;

    /** What is lost of what is said from or to the leader, node 2. */
    boolean loses(Passage passage) {
      boolean isFromLeader = passage.from().value() == Cluster.LEADER;
      return switch (this) {
        case BEFORE_IT_PROPOSES -> isFromLeader && passage.message() instanceof Message.Accept;
        case BEFORE_ANY_VOTE_IS_HEARD ->
            !isFromLeader && passage.message() instanceof Message.Accepted;
        case BEFORE_ANYBODY_ELSE_KNOWS_THAT_IT_IS_CHOSEN ->
            isFromLeader && !(passage.message() instanceof Message.Accept);
      };
    }

    /** Whether the command has come so far. */
    boolean isAt(Passage passage) {
      boolean isFromLeader = passage.from().value() == Cluster.LEADER;
      return switch (this) {
        case BEFORE_IT_PROPOSES -> passage.message() instanceof Message.Forward;
        case BEFORE_ANY_VOTE_IS_HEARD ->
            !isFromLeader && passage.message() instanceof Message.Accepted;
        case BEFORE_ANYBODY_ELSE_KNOWS_THAT_IT_IS_CHOSEN ->
            isFromLeader && passage.message() instanceof Message.Chosen;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallerOnAFollowerGetsItsResultWhenTheLeaderDies(Death death) {
    try (Cluster<Journal> cluster = Cluster.stubborn(3).startLed()) {
      Journals.settle(cluster);
      Seat<Journal> leader = cluster.seat(Cluster.LEADER);
      Sightings<Passage> reached = new Sightings<>();
      cluster
          .network()
          .loseIf(
              passage -> {
                if (death.isAt(passage)) {
                  reached.add(passage);
                }
                return death.loses(passage);
              });

      CompletableFuture<String> forwarded = cluster.seat(3).propose("forwarded");
      reached.awaitOne("the command to come so far", passage -> true);
      leader.losePower();
      cluster.network().loseIf(passage -> false);
      cluster.network().heal(cluster.seat(1).id(), cluster.seat(3).id());
      cluster.network().heal(cluster.seat(3).id(), cluster.seat(1).id());
      Answer answer = Answer.of(forwarded);
      leader.restart();

      assertThat(answer).isInstanceOf(Answer.Done.class);
      assertThat(((Answer.Done) answer).result()).asString().startsWith("3:");
      assertThat(Journals.settle(cluster)).containsOnlyOnce("forwarded");
    }
  }
}
