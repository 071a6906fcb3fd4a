package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A cluster of processes on free ports of this machine. */
final class KvCluster implements AutoCloseable {

  private final List<KvProcess> nodes = new ArrayList<>();

  private KvCluster(int size, Path directory, List<String> options) {
    List<Integer> ports = freePorts(2 * size);
    StringBuilder members = new StringBuilder();
    for (int id = 1; id <= size; id++) {
      members.append(id == 1 ? "" : ",").append(id).append("=127.0.0.1:").append(ports.get(id - 1));
    }
    for (int id = 1; id <= size; id++) {
      nodes.add(
          new KvProcess(id, ports.get(size + id - 1), members.toString(), directory, options));
    }
  }

  /** Starts a cluster, with such options of kv-server, and returns when every node serves. */
  static KvCluster start(int size, Path directory, String... options) {
    KvCluster cluster = new KvCluster(size, directory, List.of(options));
    try {
      cluster.startAll();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** All of them are held open at once, so that no two are the same. */
  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<KvProcess> nodes() {
    return nodes;
  }

  KvProcess node(int id) {
    return nodes.get(id - 1);
  }

  /** Starts whoever is down, all at once, and waits until all serve. */
  void startAll() {
    nodes.stream().filter(node -> !node.isUp()).forEach(KvProcess::start);
    nodes.forEach(KvProcess::awaitReady);
  }

  /** Returns one node's {@code INFO replication} as a map. */
  static Map<String, String> info(KvProcess node) {
    try (Jedis jedis = Connections.open(node)) {
      Map<String, String> info = new LinkedHashMap<>();
      for (String line : jedis.info("replication").split("\r?\n")) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          info.put(line.substring(0, colon), line.substring(colon + 1));
        }
      }
      return info;
    }
  }

  /** Returns the node that says it leads, if one does. */
  Optional<KvProcess> leader() {
    for (KvProcess node : nodes) {
      try {
        if (node.isUp() && "leader".equals(info(node).get("role"))) {
          return Optional.of(node);
        }
      } catch (JedisException e) {
        // paused, or dying: not a leader that anybody can use
      }
    }
    return Optional.empty();
  }

  KvProcess awaitLeader() {
    return Awaitility.await("a leader")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(this::leader, Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until every node has applied the same, and checks that this made them equal. */
  void assertReplicasAreEqual() {
    List<Map<String, String>> infos = new ArrayList<>();
    Awaitility.await("all replicas at one slot")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              infos.clear();
              nodes.forEach(node -> infos.add(info(node)));
              return infos.stream().map(info -> info.get("applied_slot")).distinct().count() == 1;
            });
    assertThat(infos).extracting(info -> info.get("state_digest")).doesNotContainNull();
    assertThat(infos.stream().map(info -> info.get("state_digest")).distinct())
        .as("state digests at slot %s", infos.get(0).get("applied_slot"))
        .hasSize(1);
  }

  @Override
  public void close() {
    for (KvProcess node : nodes) {
      if (node.isUp()) {
        node.kill();
      }
    }
  }
}
