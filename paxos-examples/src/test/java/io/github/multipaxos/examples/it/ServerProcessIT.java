package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** How one server process begins and ends. */
class ServerProcessIT {

  /** 128 + SIGTERM: what a JVM exits with when a signal ended it in good order. */
  private static final int TERMINATED = 143;

  @TempDir private Path directory;

  @Test
  void endsCleanlyOnSigtermAndKeepsWhatItAcknowledged() {
    try (KvCluster cluster = KvCluster.start(1, directory)) {
      KvProcess node = cluster.node(1);
      cluster.awaitLeader();
      try (Jedis jedis = Connections.open(node)) {
        jedis.set("kept", "yes");
      }

      assertThat(node.terminate()).isEqualTo(TERMINATED);
      cluster.startAll();
      cluster.awaitLeader();

      try (Jedis jedis = Connections.open(node)) {
        assertThat(jedis.get("kept")).isEqualTo("yes");
      }
    }
  }

  @Test
  void refusesADirectoryThatAnotherProcessUses() {
    try (KvCluster cluster = KvCluster.start(1, directory)) {
      KvProcess second =
          new KvProcess(1, cluster.node(1).port() + 1, "1=127.0.0.1:1", directory, List.of());

      second.start();

      assertThat(second.awaitExit()).isBetween(1, 3);
      assertThat(second.lastErrors()).contains("data-1").contains("use").doesNotContain("\tat ");
    }
  }
}
