package io.github.multipaxos.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.examples.local.Loopback;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.transport.netty.NettyTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** Servers of one cluster within the test, on real sockets and files. */
final class LocalCluster implements AutoCloseable {

  private static final FileLogOptions SMALL = FileLogOptions.DEFAULT.withSegmentBytes(8 << 20);
  private static final int CLIENT_TIMEOUT_MILLIS = 30_000;

  private final Path directory;
  private final Members members;
  private final PaxosConfig config;
  private final Map<Integer, RunningServer> servers = new TreeMap<>();

  LocalCluster(Path directory, int size, Duration timeout) throws IOException {
    this.directory = directory;
    this.members = Loopback.members(size);
    // Patient elections: a pause of a busy machine is not to look like a dead leader.
    this.config =
        PaxosConfig.builder()
            .operationTimeout(timeout)
            .electionTimeout(Duration.ofSeconds(2))
            .build();
  }

  Members members() {
    return members;
  }

  void start(int id) throws IOException {
    FileLog log = FileLog.in(directory.resolve("node-" + id), SMALL);
    KvNode.Settings settings = new KvNode.Settings("test", id, members, config);
    servers.put(id, RunningServer.start(settings, log, NettyTransport.create(), "127.0.0.1", 0));
  }

  void stop(int id) {
    servers.remove(id).close();
  }

  int port(int id) {
    return servers.get(id).port();
  }

  Jedis connect(int id) {
    DefaultJedisClientConfig client =
        DefaultJedisClientConfig.builder()
            .autoNegotiateProtocol(false)
            .timeoutMillis(CLIENT_TIMEOUT_MILLIS)
            .build();
    return new Jedis("127.0.0.1", port(id), client);
  }

  /** Waits until every node has the ear of every other and all follow one leader. */
  void awaitHarmony() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              List<Map<String, String>> infos = servers.keySet().stream().map(this::info).toList();
              assertThat(infos).extracting(info -> info.get("ballot")).containsOnly(ballot(infos));
              assertThat(infos).extracting(info -> info.get("role")).containsOnlyOnce("leader");
              assertThat(infos).extracting(info -> info.get("connected_members")).containsOnly("2");
            });
  }

  private static String ballot(List<Map<String, String>> infos) {
    return infos.get(0).get("ballot");
  }

  /** Returns what a node says of its part in the cluster. */
  Map<String, String> info(int id) {
    try (Jedis jedis = connect(id)) {
      Map<String, String> lines = new HashMap<>();
      for (String line : jedis.info("replication").lines().skip(1).toList()) {
        lines.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
      }
      return lines;
    }
  }

  @Override
  public void close() {
    servers.values().forEach(RunningServer::close);
  }
}
