package io.github.multipaxos.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.examples.local.Loopback;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.model.ClusterId;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.spi.DurableLog;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.SnapshotStore;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a server says and does when its cluster or its disk is not well. */
class RunningServerTest {

  @TempDir private Path directory;

  @Test
  void describesItselfThoughNobodyLeads() throws IOException {
    try (LocalCluster cluster = new LocalCluster(directory, 3, Duration.ofMillis(300))) {
      cluster.start(2);

      try (Jedis jedis = cluster.connect(2)) {
        assertThat(jedis.ping()).isEqualTo("PONG");
        assertThat(jedis.info("replication"))
            .contains("node_id:2\r\n", "leader_id:0\r\n", "applied_slot:0\r\n");
        assertThatThrownBy(() -> jedis.set("k", "v"))
            .isInstanceOf(JedisDataException.class)
            .hasMessageStartingWith("REJECTED ");
        assertThatThrownBy(() -> jedis.get("k"))
            .isInstanceOf(JedisDataException.class)
            .hasMessageStartingWith("REJECTED ");
      }
    }
  }

  @Test
  void keepsWhatItAcknowledgedOverARestart() throws IOException {
    try (LocalCluster cluster = new LocalCluster(directory, 1, Duration.ofSeconds(20))) {
      cluster.start(1);
      try (Jedis jedis = cluster.connect(1)) {
        jedis.set("k", "v");
      }

      cluster.stop(1);
      cluster.start(1);

      try (Jedis jedis = cluster.connect(1)) {
        assertThat(jedis.get("k")).isEqualTo("v");
      }
    }
  }

  @Test
  void saysWhyItFailed() throws Exception {
    BreakingLog log = new BreakingLog(directory.resolve("data"));
    KvNode.Settings settings =
        new KvNode.Settings("test", 1, Loopback.members(1), PaxosConfig.defaults());
    try (RunningServer server =
        RunningServer.start(settings, log, NettyTransport.create(), "127.0.0.1", 0)) {
      assertThat(server.failure()).isNotDone();

      log.fail("the disk is gone");

      assertThat(server.failure().get(20, TimeUnit.SECONDS)).contains("the disk is gone");
    }
  }

  /** A log that fails when it is told to. */
  private static final class BreakingLog implements DurableLog {
    private final DurableLog log;
    private final AtomicReference<FailureListener> listener = new AtomicReference<>();

    BreakingLog(Path directory) {
      log = FileLog.in(directory, FileLogOptions.DEFAULT.withSegmentBytes(1 << 20));
    }

    void fail(String reason) {
      listener.get().failed(reason, new IOException(reason));
    }

    @Override
    public Identity open(
        ClusterId cluster, NodeId node, Consumer<LogRecord> replay, FailureListener failure)
        throws IOException {
      listener.set(failure);
      return log.open(cluster, node, replay, failure);
    }

    @Override
    public void append(List<LogRecord> records, Runnable whenDurable) {
      log.append(records, whenDurable);
    }

    @Override
    public List<Decree> read(long firstSlot, long throughSlot, long maxBytes) throws IOException {
      return log.read(firstSlot, throughSlot, maxBytes);
    }

    @Override
    public void compact(long throughSlot) throws IOException {
      log.compact(throughSlot);
    }

    @Override
    public SnapshotStore snapshots() {
      return log.snapshots();
    }

    @Override
    public PeerMemory peers() {
      return log.peers();
    }

    @Override
    public void close() throws IOException {
      log.close();
    }
  }
}
