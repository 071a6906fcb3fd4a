package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuous load, and leaders that come and go. */
class LeaderLossTest {

  /** How much later than its deadline an answer may come, on a machine that has much else to do. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration LONG = Duration.ofSeconds(20);

  /** Passes while a leader is cut off, before it has noticed and after. */
  private static final Duration SHORT = Duration.ofMillis(100);

  private final List<Load> loads = new ArrayList<>();

  static Stream<Named<Consumer<Seat<Journal>>>> ends() {
    return Stream.of(Named.of("power cut", Seat::losePower), Named.of("closed", Seat::close));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void writesResumeAndEveryAnswerIsTrueWhenTheLeaderGoes(Consumer<Seat<Journal>> end) {
    try (Cluster<Journal> cluster = Cluster.quick(3).start()) {
      Seat<Journal> leader = cluster.awaitLeader();
      List<Load> patient = loadOn(cluster.others(leader), "patient", LONG);
      loadOn(cluster.seats(), "hasty", SHORT);

      end.accept(leader);
      patient.forEach(load -> load.awaitSuccesses(200));
      leader.restart();
      patient.forEach(load -> load.awaitSuccesses(100));

      assertAnswersAreTrue(cluster);
    }
  }

  @Test
  void writesResumeAndEveryAnswerIsTrueWhenOneLeaderAfterTheOtherIsCutOff() {
    try (Cluster<Journal> cluster = Cluster.quick(3).start()) {
      List<Load> patient = loadOn(cluster.seats(), "patient", LONG);
      loadOn(cluster.seats(), "hasty", SHORT);

      for (int i = 0; i < 3; i++) {
        Seat<Journal> leader = cluster.awaitLeader();
        cluster.isolate(leader.id());
        cluster.awaitLeaderAmong(cluster.others(leader));
        for (Seat<Journal> other : cluster.others(leader)) {
          patient.get(other.id().value() - 1).awaitSuccesses(100);
        }
        cluster.network().healAll();
        patient.forEach(load -> load.awaitSuccesses(50));
      }

      assertAnswersAreTrue(cluster);
    }
  }

  @Test
  void everyAnswerIsTrueWhileLeadershipIsHandedAround() {
    try (Cluster<Journal> cluster = Cluster.quick(3).start()) {
      List<Load> patient = loadOn(cluster.seats(), "patient", LONG);
      loadOn(cluster.seats(), "hasty", SHORT);

      for (int i = 0; i < 6; i++) {
        cluster.makeLead(1 + i % 3);
        patient.forEach(load -> load.awaitSuccesses(50));
      }

      assertAnswersAreTrue(cluster);
    }
  }

  private List<Load> loadOn(Collection<Seat<Journal>> seats, String name, Duration deadline) {
    List<Load> more =
        seats.stream().map(seat -> Load.on(seat, name + seat.id(), deadline)).toList();
    loads.addAll(more);
    return more;
  }

  @AfterEach
  void end() {
    loads.forEach(Load::close);
  }

  /** Every answer is one of three, in time, and agrees with what was applied. */
  private void assertAnswersAreTrue(Cluster<Journal> cluster) {
    loads.forEach(Load::close);
    Set<String> applied = new HashSet<>(Journals.settle(cluster));
    for (Load load : loads) {
      assertThat(load.ended())
          .allSatisfy(
              one -> {
                assertThat(one.answer()).isNotInstanceOf(Answer.Thrown.class);
                assertThat(one.afterNanos()).isLessThan(load.deadline().plus(GRACE).toNanos());
              });
      assertThat(applied).containsAll(load.commands(Answer::isDone));
      assertThat(load.commands(Answer.Rejected.class::isInstance)).noneMatch(applied::contains);
    }
  }
}
