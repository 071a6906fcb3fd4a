package io.github.multipaxos.examples.it;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;

/** Connects a client to a node. */
final class Connections {

  /** Beyond the server's deadline of 5 s, so that a client sees the server's own answer. */
  static final int SOCKET_TIMEOUT_MILLIS = 9_000;

  private Connections() {}

  static Jedis open(KvProcess node) {
    return new Jedis(
        new HostAndPort("127.0.0.1", node.port()),
        DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .autoNegotiateProtocol(false)
            .socketTimeoutMillis(SOCKET_TIMEOUT_MILLIS)
            .connectionTimeoutMillis(SOCKET_TIMEOUT_MILLIS)
            .build());
  }
}
