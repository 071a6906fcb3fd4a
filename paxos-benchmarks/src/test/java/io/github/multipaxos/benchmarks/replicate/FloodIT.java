package io.github.multipaxos.benchmarks.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.flood.FloodedReplica;
import io.github.multipaxos.benchmarks.line.Line;
import io.github.multipaxos.benchmarks.system.Seat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes with small heaps and the budgets that all have, one of which proposes without end and
 * waits for nothing. What is too much is refused, and nothing else suffers.
 */
class FloodIT {

  private static final int REPLICAS = 3;
  private static final int COMMAND_BYTES = 1024;
  private static final int COMMANDS = 2_000_000;
  private static final Duration FLOOD = Duration.ofSeconds(5);

  /** A pause is some tenths of a second; a heap that is about to be full shows itself by tens. */
  private static final long PAUSE_MILLIS = 5_000;

  /** An error that a thread would swallow ends the process, and the test sees it gone. */
  private static final List<String> SMALL_JVM =
      List.of("-Xmx256m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");

  @TempDir private Path directory;
  private final List<ReplicaProcess> replicas = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    List<List<Integer>> ports = FreePorts.find(REPLICAS, 1);
    String members =
        IntStream.rangeClosed(1, REPLICAS)
            .mapToObj(id -> id + "=" + Seat.HOST + ":" + ports.get(id - 1).get(0))
            .collect(Collectors.joining(","));
    for (int id = 1; id <= REPLICAS; id++) {
      replicas.add(start(id, members));
    }
    for (ReplicaProcess replica : replicas) {
      replica.awaitReady();
    }
  }

  private ReplicaProcess start(int id, String members) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL_JVM);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            FloodedReplica.class.getName(),
            Integer.toString(id),
            members,
            directory.resolve("data-" + id).toString()));
    String name = "replica-" + id;
    return ReplicaProcess.start(name, List.of(id), command, directory.resolve(name + ".err"));
  }

  @AfterEach
  void end() throws InterruptedException {
    for (ReplicaProcess replica : replicas) {
      replica.kill();
    }
  }

  @Test
  void endsInRejectionsAtTheLeader() throws Exception {
    ReplicaProcess leader = awaitLeader();

    flood(List.of(leader));

    assertThatAllAreWell();
  }

  @Test
  void endsInRejectionsAtAFollower() throws Exception {
    ReplicaProcess leader = awaitLeader();
    ReplicaProcess follower =
        replicas.stream().filter(each -> each != leader).findFirst().orElseThrow();

    flood(List.of(follower));

    assertThatAllAreWell();
  }

  /** The leader has its own to keep, and what both others forward. */
  @Test
  void endsInRejectionsEverywhereAtOnce() throws Exception {
    awaitLeader();

    flood(replicas);

    assertThatAllAreWell();
  }

  private ReplicaProcess awaitLeader() {
    return Awaitility.await("a leader")
        .atMost(Duration.ofSeconds(30))
        .until(this::leader, leaders -> !leaders.isEmpty())
        .get(0);
  }

  private List<ReplicaProcess> leader() throws Exception {
    List<ReplicaProcess> leaders = new ArrayList<>();
    for (ReplicaProcess replica : replicas) {
      if (replica.ask(Line.of("leader"), "leader").count("isSelf") == 1) {
        leaders.add(replica);
      }
    }
    return leaders;
  }

  /** Floods some replicas at once, each with numbers of its own, and checks what they heard. */
  private void flood(List<ReplicaProcess> flooded) {
    List<CompletableFuture<Line>> floods = new ArrayList<>();
    for (ReplicaProcess replica : flooded) {
      int first = floods.size() * COMMANDS;
      floods.add(CompletableFuture.supplyAsync(() -> propose(replica, first, COMMANDS, FLOOD)));
    }
    for (CompletableFuture<Line> flood : floods) {
      Line heard = flood.join();
      System.out.println(heard);
      assertThat(heard.count("acknowledged")).isPositive();
      assertThat(heard.count("overloaded")).isPositive();
      assertThatIsTrue(heard);
    }
  }

  private static Line propose(ReplicaProcess replica, int first, int commands, Duration atMost) {
    Line asked =
        Line.of("flood")
            .with("first", first)
            .with("commands", commands)
            .with("bytes", COMMAND_BYTES)
            .with("millis", atMost.toMillis());
    try {
      return replica.ask(asked, "flooded");
    } catch (FailedRunException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertThatIsTrue(Line heard) {
    assertThat(heard.count("unanswered")).isZero();
    assertThat(heard.text("surprise")).isEqualTo("null");
    assertThat(heard.count("lost")).as("acknowledged, but not applied").isZero();
    assertThat(heard.count("appliedAllTheSame")).as("rejected, but applied").isZero();
  }

  private void assertThatAllAreWell() throws Exception {
    int unused = REPLICAS * COMMANDS;
    for (ReplicaProcess replica : replicas) {
      Line after = propose(replica, unused++, 1, FLOOD);
      assertThatIsTrue(after);
      assertThat(after.count("acknowledged")).as("after the flood: %s", after).isEqualTo(1);
    }
    List<Line> states = new ArrayList<>();
    for (ReplicaProcess replica : replicas) {
      states.add(replica.ask(Line.of("state"), "state"));
    }
    System.out.println(states);

    assertThat(states).extracting(state -> state.number("digest")).containsOnly(digest(states));
    assertThat(states).extracting(state -> state.number("repeated")).containsOnly(0L);
    assertThat(states)
        .allSatisfy(
            state -> assertThat(state.number("longestPauseMillis")).isLessThan(PAUSE_MILLIS));
  }

  private static long digest(List<Line> states) {
    return states.get(0).number("digest");
  }
}
