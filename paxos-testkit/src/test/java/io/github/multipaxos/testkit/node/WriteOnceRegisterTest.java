package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Bytes;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.register.WriteOnceRegister;
import io.github.multipaxos.testkit.memory.MemoryDisk;
import io.github.multipaxos.testkit.memory.MemoryLog;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key has one value, for whoever asks, wherever and whenever. */
class WriteOnceRegisterTest {

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int DECIDERS = 6;

  private final List<Decider> deciders = new ArrayList<>();

  @AfterEach
  void end() {
    deciders.forEach(Decider::end);
  }

  @Test
  void decidersOnAllNodesAgreeWhileLeadersAreLost() {
    try (RegisterCluster cluster = new RegisterCluster(3)) {
      for (int i = 0; i < DECIDERS; i++) {
        deciders.add(Decider.on(cluster.seats(), i % 3, "decider-" + i));
      }

      for (int round = 0; round < 2; round++) {
        deciders.forEach(it -> it.awaitMore(30));
        cutTheLeaderOff(cluster, "while cut off, " + round);
        deciders.forEach(it -> it.awaitMore(30));
        cutTheLeadersPower(cluster);
      }
      deciders.forEach(it -> it.awaitMore(30));

      assertThatAllWereToldTheSame(cluster, deciders.stream().map(Decider::end).toList());
    }
  }

  private static void cutTheLeaderOff(RegisterCluster cluster, String key) {
    RegisterSeat leader = cluster.awaitLeaderAmong(cluster.seats());
    cluster.isolate(leader.id());
    RegisterSeat next = cluster.awaitLeaderAmong(cluster.others(leader));
    assertThat(next.decide(key, "decided")).isEqualTo(new Answer.Done("decided"));
    cluster.network().healAll();
  }

  private static void cutTheLeadersPower(RegisterCluster cluster) {
    RegisterSeat leader = cluster.awaitLeaderAmong(cluster.seats());
    leader.losePower();
    cluster.awaitLeaderAmong(cluster.others(leader));
    leader.restart();
  }

  private static void assertThatAllWereToldTheSame(
      RegisterCluster cluster, List<SortedMap<String, String>> told) {
    SortedMap<String, String> values = new TreeMap<>();
    told.forEach(one -> one.forEach(values::putIfAbsent));
    assertThat(values).hasSizeGreaterThan(100);
    assertThat(told)
        .allSatisfy(
            one -> one.forEach((key, value) -> assertThat(values).containsEntry(key, value)));
    values.forEach((key, value) -> assertThat(value).matches("decider-\\d " + key));
    for (RegisterSeat seat : cluster.seats()) {
      values.forEach(
          (key, value) ->
              assertThat(seat.read(key)).isEqualTo(new Answer.Done(Optional.of(value))));
    }
    assertThat(values.values().stream().map(it -> it.substring(0, 9)).distinct().count())
        .as("how many deciders had their way")
        .isGreaterThan(1);
  }

  @Test
  void asksAgainWhenTheLeaderThatHadTheClaimIsReplaced() {
    try (RegisterCluster cluster = new RegisterCluster(3)) {
      RegisterSeat follower = cluster.others(cluster.awaitLeaderAmong(cluster.seats())).get(0);
      Sightings<NodeId> proposers = new Sightings<>();
      cluster.network().loseIf(passage -> losesClaims(passage, proposers));

      CompletableFuture<String> asked = follower.register().decide("colour", "red");
      proposers.await("somebody to propose", all -> !all.isEmpty());
      RegisterSeat proposer = cluster.seat(proposers.all().get(0));
      cluster.isolate(proposer.id());
      cluster.awaitLeaderAmong(cluster.others(proposer));
      cluster.network().loseIf(passage -> false);
      cluster.network().healAll();

      assertThat(Answer.of(asked)).isEqualTo(new Answer.Done("red"));
    }
  }

  private static boolean losesClaims(MemoryNetwork.Passage passage, Sightings<NodeId> proposers) {
    boolean isClaim =
        passage.message() instanceof Message.Accept accept
            && accept.decree() instanceof Decree.CommandBatch;
    if (isClaim) {
      proposers.add(passage.from());
    }
    return isClaim;
  }

  @Test
  void tellsAnybodyWhatIsDecidedAndNobodyWhatIsNot() {
    try (RegisterCluster cluster = new RegisterCluster(3)) {
      assertThat(cluster.seats().get(0).read("colour"))
          .isEqualTo(new Answer.Done(Optional.empty()));

      Answer first = cluster.seats().get(1).decide("colour", "red");

      assertThat(first).isEqualTo(new Answer.Done("red"));
      for (RegisterSeat seat : cluster.seats()) {
        assertThat(seat.read("colour")).isEqualTo(new Answer.Done(Optional.of("red")));
        assertThat(seat.decide("colour", "blue")).isEqualTo(new Answer.Done("red"));
        assertThat(seat.read("shape")).isEqualTo(new Answer.Done(Optional.empty()));
      }
    }
  }

  @Test
  void answersWithoutTheOthersWhatItKnowsAndNothingElse() {
    try (RegisterCluster cluster = new RegisterCluster(3)) {
      RegisterSeat leader = cluster.awaitLeaderAmong(cluster.seats());
      RegisterSeat alone = cluster.others(leader).get(0);
      assertThat(alone.decide("colour", "red").isDone()).isTrue();

      cluster.isolate(alone.id());

      assertThat(alone.decide("colour", "blue")).isEqualTo(new Answer.Done("red"));
      assertThat(alone.read("colour")).isEqualTo(new Answer.Done(Optional.of("red")));
      assertThat(alone.decide("shape", "round", SHORT).isDone()).isFalse();
      assertThat(Answer.of(alone.register().read("shape", SHORT))).isEqualTo(Answer.NOBODY_LED);
    }
  }

  @Test
  void makesNoClaimToWhatItKnowsToBeDecided() {
    try (RegisterCluster cluster = new RegisterCluster(1)) {
      RegisterSeat seat = cluster.seats().get(0);

      seat.decide("colour", "red");
      seat.decide("colour", "blue");
      seat.decide("shape", "round");

      assertThat(seat.durableClaims()).hasSize(2);
      assertThat(seat.durableClaims().get(0)).endsWith("colourred");
      assertThat(seat.durableClaims().get(1)).endsWith("shaperound");
    }
  }

  @Test
  void keepsWhatIsDecidedWhenEveryNodeLosesPower() {
    try (RegisterCluster cluster = new RegisterCluster(3)) {
      for (int i = 0; i < 20; i++) {
        assertThat(cluster.seats().get(i % 3).decide("key-" + i, "first").isDone()).isTrue();
      }

      cluster.seats().forEach(RegisterSeat::losePower);
      cluster.seats().forEach(RegisterSeat::restart);

      for (int i = 0; i < 20; i++) {
        Answer answer = cluster.seats().get(i % 2).decide("key-" + i, "second");
        assertThat(answer).isEqualTo(new Answer.Done("first"));
      }
    }
  }

  @Test
  void refusesWhatIsTooLarge() {
    try (RegisterCluster cluster = new RegisterCluster(1)) {
      WriteOnceRegister<String> register = cluster.seats().get(0).register();
      String most = "v".repeat(WriteOnceRegister.VALUE_BYTES_LIMIT);

      assertThat(Answer.of(register.decide("colour", most + "v"))).isEqualTo(Answer.TOO_LARGE);
      assertThat(register.decide("colour", most + "v"))
          .failsWithin(Duration.ofSeconds(50))
          .withThrowableThat()
          .withMessageContaining(
              "the value for key colour has 65537 bytes, the limit is 65536; keep it elsewhere");
      assertThat(Answer.of(register.decide("colour", most))).isEqualTo(new Answer.Done(most));
      assertThatThrownBy(() -> register.decide("", "red"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> register.read("")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void answersNothingOnceItIsClosed() {
    try (RegisterCluster cluster = new RegisterCluster(1)) {
      RegisterSeat seat = cluster.seats().get(0);
      seat.decide("colour", "red");

      seat.close();

      assertThat(seat.decide("colour", "red")).isEqualTo(Answer.STOPPED);
      assertThat(seat.decide("shape", "round")).isEqualTo(Answer.STOPPED);
      assertThat(seat.read("colour")).isEqualTo(Answer.STOPPED);
    }
  }

  @Test
  void decidesOnBytesIfNothingElseIsSaid() throws IOException {
    try (WriteOnceRegister<Bytes> register =
        WriteOnceRegister.builder()
            .self(1)
            .members("1=memory:1")
            .log(MemoryLog.threaded(new MemoryDisk()))
            .transport(MemoryNetwork.threaded().newTransport())
            .start()) {
      Bytes red = Bytes.wrap("a red b".getBytes(StandardCharsets.UTF_8), 2, 3);

      Answer answer = Answer.of(register.decide("colour", red));

      assertThat(answer).isEqualTo(new Answer.Done(Bytes.utf8("red")));
      assertThat(Answer.of(register.read("colour")))
          .isEqualTo(new Answer.Done(Optional.of(Bytes.utf8("red"))));
    }
  }
}
