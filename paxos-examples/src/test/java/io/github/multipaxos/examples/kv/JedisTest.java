package io.github.multipaxos.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** Three servers, driven by a client library that knows nothing of them. */
class JedisTest {

  private static final ProtocolCommand CAS = () -> "CAS".getBytes(StandardCharsets.US_ASCII);
  private static final ProtocolCommand SESSION =
      () -> "SESSION".getBytes(StandardCharsets.US_ASCII);
  private static final ProtocolCommand READ = () -> "READ".getBytes(StandardCharsets.US_ASCII);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path directory;

  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new LocalCluster(directory, 3, Duration.ofSeconds(20));
    for (int id = 1; id <= 3; id++) {
      cluster.start(id);
    }
    cluster.awaitHarmony();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void servesEveryCommandOnEveryNode(int id) {
    try (Jedis jedis = cluster.connect(id)) {
      String k = "node" + id + "-";

      assertThat(jedis.ping()).isEqualTo("PONG");
      assertThat(jedis.echo("hello")).isEqualTo("hello");
      assertThat(jedis.set(k + "a", "1")).isEqualTo("OK");
      assertThat(jedis.get(k + "a")).isEqualTo("1");
      assertThat(jedis.get(k + "absent")).isNull();
      assertThat(jedis.set(k + "a", "2", SetParams.setParams().nx())).isNull();
      assertThat(jedis.set(k + "a", "2", SetParams.setParams().xx().ex(100))).isEqualTo("OK");
      assertThat(jedis.ttl(k + "a")).isBetween(1L, 100L);
      assertThat(jedis.pttl(k + "a")).isBetween(1L, 100_000L);
      assertThat(jedis.persist(k + "a")).isEqualTo(1);
      assertThat(jedis.ttl(k + "a")).isEqualTo(-1);
      assertThat(jedis.ttl(k + "absent")).isEqualTo(-2);
      assertThat(jedis.incr(k + "a")).isEqualTo(3);
      assertThat(jedis.incrBy(k + "a", 40)).isEqualTo(43);
      assertThat(jedis.decr(k + "a")).isEqualTo(42);
      assertThat(jedis.append(k + "a", "!")).isEqualTo(3);
      assertThat(jedis.strlen(k + "a")).isEqualTo(3);
      assertThat(jedis.sendCommand(Protocol.Command.GETSET, k + "a", "x"))
          .isEqualTo("42!".getBytes(StandardCharsets.US_ASCII));
      assertThat(jedis.mset(k + "b", "2", k + "c", "3")).isEqualTo("OK");
      assertThat(jedis.mget(k + "b", k + "absent", k + "c")).containsExactly("2", null, "3");
      assertThat(jedis.exists(k + "a", k + "b", k + "absent")).isEqualTo(2);
      assertThat(jedis.dbSize()).isGreaterThanOrEqualTo(3);
      assertThat(jedis.sendCommand(CAS, k + "b", "2", "20")).isEqualTo(1L);
      assertThat(jedis.sendCommand(CAS, k + "b", "2", "30")).isEqualTo(0L);
      assertThat(jedis.get(k + "b")).isEqualTo("20");
      assertThat(jedis.expire(k + "b", -1)).isEqualTo(1);
      assertThat(jedis.del(k + "a", k + "b", k + "c")).isEqualTo(2);
      assertThat(jedis.select(0)).isEqualTo("OK");
      assertThat(jedis.clientSetname("me")).isEqualTo("OK");
      assertThat(jedis.clientGetname()).isEqualTo("me");
      assertThat(jedis.configGet("save")).containsEntry("save", "");
      jedis.set(k + "text", "x");
      assertThatThrownBy(() -> jedis.incr(k + "text"))
          .isInstanceOf(JedisDataException.class)
          .hasMessage("ERR value is not an integer or out of range");
    }
  }

  @Test
  void showsEveryNodeWhatOneHasAcknowledged() {
    try (Jedis one = cluster.connect(1);
        Jedis two = cluster.connect(2);
        Jedis three = cluster.connect(3)) {
      List<Jedis> all = List.of(one, two, three);
      for (int i = 0; i < 60; i++) {
        all.get(i % 3).set("shared", "v" + i);

        assertThat(all.get((i + 1) % 3).get("shared")).isEqualTo("v" + i);
        assertThat(all.get((i + 2) % 3).get("shared")).isEqualTo("v" + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void keepsPipelinesInOrder(int id) {
    try (Jedis jedis = cluster.connect(id)) {
      jedis.del("n");
      Pipeline pipeline = jedis.pipelined();
      List<Response<?>> responses = new ArrayList<>();
      List<Object> expected = new ArrayList<>();
      for (int i = 1; i <= 2_000; i++) {
        responses.add(pipeline.incr("n"));
        responses.add(pipeline.get("n"));
        expected.addAll(List.of((long) i, Integer.toString(i)));
      }

      pipeline.sync();

      assertThat(responses.stream().<Object>map(Response::get).toList()).isEqualTo(expected);
    }
  }

  @Test
  void servesTheUnifiedClientToo() {
    try (RedisClient client = RedisClient.create("127.0.0.1", cluster.port(2))) {
      byte[] key = {0, -1, 13, 10, 127};
      byte[] value = new byte[100_000];
      Arrays.fill(value, (byte) 7);

      client.set(key, value);

      assertThat(client.get(key)).isEqualTo(value);
    }
  }

  @Test
  void carriesTheLargestRequest() {
    try (Jedis jedis = cluster.connect(3)) {
      String value = "x".repeat((1 << 20) - 1024 - 3 * 16 - "SETlarge".length());

      jedis.set("large", value);

      assertThat(jedis.get("large")).isEqualTo(value);
      assertThatThrownBy(() -> jedis.set("large", value + "x")).isInstanceOf(JedisException.class);
    }
  }

  @Test
  void forgetsExpiringKeysThoughNobodyWrites() {
    try (Jedis jedis = cluster.connect(1)) {
      jedis.set("brief", "1", SetParams.setParams().px(150));
      assertThat(jedis.get("brief")).isEqualTo("1");

      Awaitility.await().atMost(PATIENCE).until(() -> jedis.get("brief") == null);

      assertThat(jedis.pttl("brief")).isEqualTo(-2);
    }
  }

  @Test
  void describesEachReplicaAndThemAllAlike() {
    try (Jedis jedis = cluster.connect(3)) {
      jedis.set("k", "v");
    }

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<Map<String, String>> infos = Stream.of(1, 2, 3).map(cluster::info).toList();
              assertThat(values(infos, "applied_slot")).hasSize(1);
              assertThat(values(infos, "state_digest")).hasSize(1);
              assertThat(values(infos, "leader_id")).hasSize(1).doesNotContain("0");
              assertThat(values(infos, "ballot")).hasSize(1);
              assertThat(values(infos, "node_id")).containsExactly("1", "2", "3");
              assertThat(values(infos, "role")).containsExactly("follower", "leader");
              assertThat(values(infos, "members")).containsExactly(cluster.members().toString());
            });
  }

  /** As a program would, that has lost its connection and cannot tell what it missed. */
  @Test
  void givesARetryOnAnotherNodeTheOriginalAnswer() {
    try (Jedis one = cluster.connect(1);
        Jedis two = cluster.connect(2);
        Jedis three = cluster.connect(3)) {
      one.del("account");
      String id = text(one.sendCommand(SESSION, "OPEN", "60"));

      for (int i = 1; i <= 50; i++) {
        String[] add = {"EXEC", id, Integer.toString(i), "INCRBY", "account", "10"};
        assertThat(one.sendCommand(SESSION, add)).isEqualTo(10L * i);
        assertThat(two.sendCommand(SESSION, add)).isEqualTo(10L * i);
        assertThat(three.sendCommand(SESSION, add)).isEqualTo(10L * i);
      }

      assertThat(three.get("account")).isEqualTo("500");
      assertThat(two.sendCommand(SESSION, "CLOSE", id))
          .isEqualTo("OK".getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(
              () -> one.sendCommand(SESSION, "EXEC", id, "51", "INCRBY", "account", "10"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("EXPIRED ");
      assertThat(one.get("account")).isEqualTo("500");
    }
  }

  @Test
  void comparesReplicasByTheirSessionsToo() {
    try (Jedis jedis = cluster.connect(1)) {
      String before = sessionsDigest();

      String id = text(jedis.sendCommand(SESSION, "OPEN", "60"));

      assertThat(sessionsDigest()).isNotEqualTo(before);
      jedis.sendCommand(SESSION, "CLOSE", id);
    }
  }

  /** Returns the part of the digest that keys have no part in. */
  private static String sessionsDigest() {
    String digest = cluster.info(1).get("state_digest");
    return digest.substring(digest.lastIndexOf('-'));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsAtEveryLevel(int id) {
    try (Jedis jedis = cluster.connect(id)) {
      jedis.set("here", "v" + id);

      assertThat(text(jedis.sendCommand(READ, "LOCAL", "GET", "here"))).isEqualTo("v" + id);
      assertThat(text(jedis.sendCommand(READ, "LINEARIZABLE", "GET", "here"))).isEqualTo("v" + id);
      assertThat(text(jedis.sendCommand(READ, "LEASE", "GET", "here"))).isEqualTo("v" + id);
      jedis.sendCommand(READ, "STALE", "60000", "GET", "here"); // may be older, but is an answer
      assertThat(text(jedis.sendCommand(READ, "STALE", "0", "GET", "here"))).isEqualTo("v" + id);
    }
  }

  private static String text(Object reply) {
    return new String((byte[]) reply, StandardCharsets.US_ASCII);
  }

  private static Set<String> values(List<Map<String, String>> infos, String name) {
    Set<String> values = new TreeSet<>();
    infos.forEach(info -> values.add(info.get(name)));
    return values;
  }
}
