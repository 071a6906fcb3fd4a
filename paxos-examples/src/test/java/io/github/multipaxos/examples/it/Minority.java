package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** A node that cannot reach a majority. */
final class Minority {

  private Minority() {}

  /** Writes and reads are answered, by a refusal; what needs no majority still works. */
  static void assertThatNobodyIsPromisedAnythingBy(KvProcess node) {
    try (Jedis jedis = Connections.open(node)) {
      assertThatThrownBy(() -> jedis.set("alone", "1"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageMatching("(?s)(UNKNOWN|REJECTED) .*");
      assertThatThrownBy(() -> jedis.get("alone"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageMatching("(?s)REJECTED .*");
      assertThat(jedis.ping()).isEqualTo("PONG");
      assertThat(jedis.info("replication")).contains("node_id:" + node.id());
    }
  }
}
