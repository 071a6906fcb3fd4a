package io.github.multipaxos.examples.it;

import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Says to a server, in its protocol, what a model calls an input, and hears what it calls an
 * output.
 */
final class Commands {

  private static final ProtocolCommand CAS = () -> "CAS".getBytes(StandardCharsets.UTF_8);

  private Commands() {}

  static Output answer(Jedis jedis, Input input) {
    if (input instanceof KeyValue.Read read) {
      return new KeyValue.Found(Optional.ofNullable(jedis.get(read.key())));
    } else if (input instanceof KeyValue.Write write) {
      jedis.set(write.key(), write.value());
      return new KeyValue.Done();
    } else if (input instanceof KeyValue.CompareAndSet cas) {
      Object swapped = jedis.sendCommand(CAS, cas.key(), cas.expected().orElseThrow(), cas.value());
      return new KeyValue.Changed((Long) swapped == 1);
    } else if (input instanceof KeyValue.Increment increment) {
      return incremented(jedis, increment);
    } else if (input instanceof KeyValue.Append append) {
      return new KeyValue.Number(jedis.append(append.key(), append.suffix()));
    } else if (input instanceof KeyValue.Delete delete) {
      return new KeyValue.Changed(jedis.del(delete.key()) == 1);
    }
    throw new IllegalArgumentException("no such input: " + input);
  }

  private static Output incremented(Jedis jedis, KeyValue.Increment increment) {
    try {
      return new KeyValue.Number(jedis.incrBy(increment.key(), increment.by()));
    } catch (JedisDataException e) {
      if (e.getMessage().startsWith("ERR value is not an integer")) {
        return new KeyValue.NotANumber();
      }
      throw e;
    }
  }
}
