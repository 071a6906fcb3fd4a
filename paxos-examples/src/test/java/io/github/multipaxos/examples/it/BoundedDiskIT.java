package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Many small writes, and a disk that does not fill up with them. */
class BoundedDiskIT {

  /** So many in a build; -Dsmall.writes=100000000 for the real thing. */
  private static final long WRITES = Long.getLong("small.writes", 400_000);

  private static final int CLIENTS = 4;
  private static final int AT_ONCE = 1000;
  private static final int COUNTERS = 100;

  /** Two snapshots' worth of log, what fills up meanwhile, a segment begun and one in reserve. */
  private static final long MOST_BYTES = 40L << 20;

  @TempDir private Path directory;

  @Test
  void keepsTheDiskBoundedUnderManySmallWrites() {
    AtomicLong written = new AtomicLong();
    AtomicLong mostBytes = new AtomicLong();
    try (KvCluster cluster = KvCluster.start(3, directory, "--snapshot-every", "4MiB")) {
      KvProcess leader = cluster.awaitLeader();
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(CompletableFuture.runAsync(() -> write(leader, written)));
      }
      CompletableFuture<Void> all =
          CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
      AtomicLong toldPercent = new AtomicLong();
      Awaitility.await("all to be written")
          .atMost(Duration.ofHours(6))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                long bytes = mostBytes.accumulateAndGet(mostBytes(cluster), Math::max);
                tell(100 * written.get() / WRITES, bytes, toldPercent);
                return all.isDone();
              });
      all.join();

      cluster.assertReplicasAreEqual();
      try (Jedis jedis = Connections.open(cluster.node(1))) {
        long sum = 0;
        for (int i = 0; i < COUNTERS; i++) {
          sum += Long.parseLong(jedis.get("counter-" + i));
        }
        assertThat(sum).isEqualTo(WRITES);
      }
      assertThat(mostBytes.get()).isLessThan(MOST_BYTES);
    }
  }

  private static void tell(long percent, long mostBytes, AtomicLong toldPercent) {
    if (percent >= toldPercent.get() + 10) {
      toldPercent.set(percent);
      System.out.println(
          percent + " % written; the fullest directory held " + mostBytes + " bytes");
    }
  }

  private static void write(KvProcess leader, AtomicLong written) {
    try (Jedis jedis = Connections.open(leader)) {
      for (long left = WRITES / CLIENTS; left > 0; left -= AT_ONCE) {
        Pipeline pipeline = jedis.pipelined();
        List<Response<Long>> answers = new ArrayList<>();
        for (int i = 0; i < Math.min(left, AT_ONCE); i++) {
          answers.add(pipeline.incr("counter-" + i % COUNTERS));
        }
        pipeline.sync();
        answers.forEach(Response::get); // throws what the server refused
        written.addAndGet(answers.size());
      }
    }
  }

  private static long mostBytes(KvCluster cluster) {
    return cluster.nodes().stream().mapToLong(BoundedDiskIT::diskBytes).max().orElseThrow();
  }

  private static long diskBytes(KvProcess node) {
    try (Stream<Path> files = Files.list(node.data())) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
