package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.check.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes; whatever happens to them, nothing acknowledged is lost and nothing stale is
 * read.
 */
class CrashIT {

  private static final int CLIENTS = 6;

  @TempDir private Path directory;

  @Test
  void survivesTheLeadersDeathEveryFewSecondsForAMinute() {
    try (KvCluster cluster = KvCluster.start(3, directory);
        Load load = Load.start(cluster, CLIENTS)) {
      long endNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      int deaths = 0;
      while (System.nanoTime() < endNanos) {
        goOnFor(load, Duration.ofSeconds(3));
        KvProcess leader = cluster.awaitLeader();
        leader.kill();
        deaths++;
        awaitProgress(load, 50);
        cluster.startAll();
      }

      verify(cluster, load);
      assertThat(deaths).isGreaterThan(5);
      assertThat(load.longestGapMillis())
          .as("without any acknowledged write; 4 s on a machine that has nothing else to do")
          .isLessThan(20_000);
      System.out.println(deaths + " leaders killed: " + load);
    }
  }

  @Test
  void survivesTheDeathOfAllAtOnceTenTimes() {
    try (KvCluster cluster = KvCluster.start(3, directory);
        Load load = Load.start(cluster, CLIENTS)) {
      for (int round = 0; round < 10; round++) {
        awaitProgress(load, 300);
        cluster.nodes().forEach(KvProcess::kill);
        cluster.startAll();
      }
      awaitProgress(load, 300);

      verify(cluster, load);
      System.out.println("10 times all killed: " + load);
    }
  }

  @Test
  void survivesALeaderThatStandsStillForTenSeconds() {
    try (KvCluster cluster = KvCluster.start(3, directory);
        Load load = Load.start(cluster, CLIENTS)) {
      awaitProgress(load, 300);
      KvProcess paused = cluster.awaitLeader();

      paused.pause();
      try {
        goOnFor(load, Duration.ofSeconds(10));
        assertThat(cluster.nodes().stream().filter(node -> node != paused))
            .extracting(node -> KvCluster.info(node).get("leader_id"))
            .doesNotContain(Integer.toString(paused.id()));
      } finally {
        paused.resume();
      }
      awaitProgress(load, 300);

      verify(cluster, load);
      System.out.println("leader paused for 10 s: " + load);
    }
  }

  @Test
  void acknowledgesNothingWithoutAMajorityAndEverythingIsThereAfter() {
    try (KvCluster cluster = KvCluster.start(3, directory);
        Load load = Load.start(cluster, CLIENTS)) {
      awaitProgress(load, 300);
      KvProcess alone = cluster.node(1);
      cluster.node(2).kill();
      cluster.node(3).kill();

      Minority.assertThatNobodyIsPromisedAnythingBy(alone);

      cluster.startAll();
      awaitProgress(load, 300);
      verify(cluster, load);
      System.out.println("two of three killed: " + load);
    }
  }

  /** Waits until the clients have been answered so many times more. */
  static void awaitProgress(Load load, long more) {
    long enough = load.acknowledged() + more;
    Awaitility.await("progress, but: " + load)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> load.acknowledged() >= enough);
  }

  static void goOnFor(Load load, Duration duration) {
    long endNanos = System.nanoTime() + duration.toNanos();
    Awaitility.await("the end of " + duration + " with " + load)
        .atMost(duration.plusSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> System.nanoTime() >= endNanos);
  }

  static void verify(KvCluster cluster, Load load) {
    load.end();
    cluster.awaitLeader();
    cluster.assertReplicasAreEqual();
    load.readAll(cluster.node(2));
    Verdict<KeyValue.Input, KeyValue.Output> verdict =
        Linearizability.<Optional<String>, KeyValue.Input, KeyValue.Output>of(new KeyValue())
            .check(load.history().operations());
    assertThat(verdict).as("what the clients saw; %s", load).isInstanceOf(Verdict.Legal.class);
  }
}
