package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Three processes that take snapshots all the time, and are killed over it. */
class SnapshotIT {

  /** So many rounds in a build; -Dkill.rounds=30 for more. */
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);

  private static final int CLIENTS = 4;
  private static final String OFTEN = "64KiB";
  private static final int FILLER_BYTES = 4096;

  @TempDir private Path directory;

  @Test
  void survivesDeathsWhileSnapshotsAreTaken() {
    Random random = new Random(1);
    try (KvCluster cluster = KvCluster.start(3, directory, "--snapshot-every", OFTEN);
        Load load = Load.start(cluster, CLIENTS)) {
      for (int round = 0; round < ROUNDS; round++) {
        CrashIT.awaitProgress(load, 200 + random.nextInt(400));
        KvProcess victim = cluster.node(1 + random.nextInt(3));
        victim.kill();
        cluster.startAll();
      }
      CrashIT.awaitProgress(load, 300);

      assertThat(snapshotSlot(cluster.node(1))).isPositive();
      CrashIT.verify(cluster, load);
      System.out.println(ROUNDS + " killed while snapshots are taken: " + load);
    }
  }

  @Test
  void survivesDeathsWhileASnapshotIsFetchedAndInstalled() {
    Random random = new Random(2);
    try (KvCluster cluster = KvCluster.start(3, directory, "--snapshot-every", OFTEN);
        Load load = Load.start(cluster, CLIENTS)) {
      fill(cluster.awaitLeader(), 300, 64);
      for (int round = 0; round < ROUNDS; round++) {
        KvProcess away = cluster.node(1 + random.nextInt(3));
        away.kill();
        fill(cluster.awaitLeader(), 300, 64);
        away.start();
        goOnForMillis(300 + random.nextInt(1200)); // into the transfer, or the installation
        away.kill();
        cluster.startAll();
      }
      CrashIT.awaitProgress(load, 300);

      CrashIT.verify(cluster, load);
      System.out.println(ROUNDS + " killed while a snapshot is fetched: " + load);
    }
  }

  /** What it missed is ten times what the others keep of their logs. */
  @Test
  void catchesUpUnderLoadInAtMostTwoTransfersAndKeepsTheDiskBounded() {
    try (KvCluster cluster = KvCluster.start(3, directory, "--snapshot-every", "1MiB");
        Load load = Load.start(cluster, CLIENTS)) {
      KvProcess leader = cluster.awaitLeader();
      KvProcess away =
          cluster.nodes().stream().filter(it -> it != leader).findFirst().orElseThrow();
      away.kill();
      fill(leader, 5000, 500); // 20 MiB of commands

      cluster.startAll();
      Awaitility.await("the lagging node to have a snapshot")
          .atMost(Duration.ofSeconds(60))
          .until(() -> snapshotSlot(away) > 0);
      CrashIT.awaitProgress(load, 300);
      CrashIT.verify(cluster, load);

      assertThat(away.logged("installs snapshot")).isBetween(1L, 2L);
      assertThat(diskBytes(leader)).isLessThan(24L << 20);
      System.out.println("caught up by snapshot: " + load);
    }
  }

  private static long snapshotSlot(KvProcess node) {
    return Long.parseLong(KvCluster.info(node).get("snapshot_slot"));
  }

  /** Writes so many values of 4 KiB under so many keys, through one node. */
  private static void fill(KvProcess node, int values, int keys) {
    String filler = "x".repeat(FILLER_BYTES);
    try (Jedis jedis = Connections.open(node)) {
      for (int i = 0; i < values; i++) {
        jedis.set("filler-" + i % keys, filler);
      }
    }
  }

  private static void goOnForMillis(int millis) {
    long endNanos = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    Awaitility.await("some time to pass")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() >= endNanos);
  }

  private static long diskBytes(KvProcess node) {
    try (Stream<Path> files = Files.list(node.data())) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
