package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.NodeEvent;
import io.github.multipaxos.PaxosNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node may be closed by the very threads that its end has to wait for. */
class CallbackTest {

  /** Has the action run on one of the node's own threads. */
  private interface Place extends BiConsumer<PaxosNode<String, String>, Runnable> {}

  static Stream<Named<Place>> places() {
    return Stream.of(
        Named.of("a result", (node, close) -> node.propose("x").thenRun(close)),
        Named.of(
            "a rejection",
            (node, close) ->
                node.propose("x", Duration.ofMillis(-1)).whenComplete((it, e) -> close.run())),
        Named.of("a query", (node, close) -> node.read(Consistency.LINEARIZABLE, run(close))),
        Named.of("a local query", (node, close) -> node.read(Consistency.LOCAL, run(close))));
  }

  private static Supplier<Boolean> run(Runnable action) {
    return () -> {
      action.run();
      return true;
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void closesFromACallback(Place place) {
    try (Cluster<Journal> cluster = Cluster.quick(1).start()) {
      Seat<Journal> seat = cluster.seat(1);

      place.accept(seat.node(), seat.node()::close);

      assertHasEnded(cluster);
      seat.node().close();
      assertThat(Answer.of(seat.propose("late"))).isEqualTo(Answer.STOPPED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closesFromTheListener(boolean whenItLeads) {
    try (Cluster<Journal> cluster = Cluster.quick(1)) {
      Seat<Journal> seat = cluster.seat(1);
      Gate started = new Gate();
      seat.listener(
          event -> {
            if (event instanceof NodeEvent.LeaderChanged == whenItLeads) {
              started.pass();
              seat.node().close();
            }
          });
      seat.start();
      started.open();

      assertHasEnded(cluster);
    }
  }

  private static void assertHasEnded(Cluster<Journal> cluster) {
    Seat<Journal> seat = cluster.seat(1);
    seat.events().awaitOne("the node to stop", it -> it instanceof NodeEvent.Stopped);
    Threads.awaitEnd("paxos-" + cluster.name());
    assertThat(seat.events().all()).endsWith(new NodeEvent.Stopped(Optional.empty()));
    assertThat(seat.node().status().pendingOperations()).isZero();
  }
}
