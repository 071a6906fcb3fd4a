package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One state machine, on several nodes. */
class ReplicationTest {

  private static final Duration HALF = Duration.ofMillis(500);

  @Test
  void completesAProposalWithTheResultOfTheNodeThatWasAsked() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      Map<String, CompletableFuture<String>> asked = new TreeMap<>();

      for (int i = 0; i < 20; i++) {
        for (Seat<Journal> seat : cluster.seats()) {
          String command = seat.id() + "-" + i;
          asked.put(command, seat.propose(command));
        }
      }

      asked.values().forEach(Answer::of);
      List<String> commands = Journals.settle(cluster);
      asked.forEach(
          (command, future) -> {
            String node = command.substring(0, 1);
            int position = commands.indexOf(command) + 1;
            assertThat(Answer.of(future)).isEqualTo(new Answer.Done(node + ":" + position));
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void worksInAClusterOfAnySize(int size) {
    try (Cluster<Journal> cluster = Cluster.steady(size).startLed()) {
      List<String> written = new ArrayList<>();

      for (Seat<Journal> seat : cluster.seats()) {
        written.add(seat.write());
        for (Seat<Journal> reader : cluster.seats()) {
          assertThat(Answer.of(reader.read(Journal::commands)))
              .isEqualTo(new Answer.Done(List.copyOf(written)));
        }
      }

      assertThat(Journals.settle(cluster)).startsWith(written.toArray(String[]::new));
    }
  }

  @Test
  void appliesWhatSeveralNodesProposeAtOnceInOneOrderAndAtTheSameMoments() {
    try (Cluster<Journal> cluster = Cluster.steady(3).startLed()) {
      List<CompletableFuture<String>> asked = new ArrayList<>();

      for (int i = 0; i < 1000; i++) {
        for (Seat<Journal> seat : cluster.seats()) {
          asked.add(seat.propose(seat.id() + "-" + i));
        }
      }

      assertThat(asked).allSatisfy(future -> assertThat(Answer.of(future).isDone()).isTrue());
      assertThat(Journals.settle(cluster)).hasSizeGreaterThanOrEqualTo(3000);
      assertThat(cluster.seat(1).machine().entries())
          .isSortedAccordingTo(
              (one, next) ->
                  one.at().slot() <= next.at().slot()
                          && one.at().timeMillis() <= next.at().timeMillis()
                      ? -1
                      : 1);
    }
  }

  @Test
  void goesOnInAClusterOfFourThatHasLostOneButNotInOneThatHasLostTwo() {
    try (Cluster<Journal> cluster = Cluster.steady(4).startLed()) {
      cluster.seat(4).close();

      String written = cluster.seat(3).write();
      cluster.isolate(cluster.seat(3).id());
      CompletableFuture<String> tooFew = cluster.seat(Cluster.LEADER).propose("too few", HALF);

      assertThat(Answer.of(tooFew)).isEqualTo(Answer.UNKNOWN_AT_DEADLINE);
      assertThat(cluster.seat(1).machine().commands()).contains(written).doesNotContain("too few");
    }
  }
}
