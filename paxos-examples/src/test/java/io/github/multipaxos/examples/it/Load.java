package io.github.multipaxos.examples.it;

import io.github.multipaxos.testkit.check.History;
import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.KeyValue.Input;
import io.github.multipaxos.testkit.check.KeyValue.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Clients that never rest, each with a node of its own choice, which it leaves when that node fails
 * it. Records what they asked and what they were told.
 */
final class Load implements AutoCloseable {

  private static final int KEYS_AT_A_TIME = 5;
  private static final long KEY_LIFE_NANOS = 2_000_000_000L;

  private final List<KvProcess> nodes;
  private final History<Input, Output> history = new History<>();
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicInteger values = new AtomicInteger();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong longestGapNanos = new AtomicLong();
  private final AtomicLong lastWriteNanos = new AtomicLong(System.nanoTime());
  private final long startNanos = System.nanoTime();
  private volatile boolean isOver;

  private Load(List<KvProcess> nodes) {
    this.nodes = nodes;
  }

  /** Starts so many clients. */
  static Load start(KvCluster cluster, int clients) {
    Load load = new Load(cluster.nodes());
    for (int i = 0; i < clients; i++) {
      int process = i;
      Thread client = new Thread(() -> load.run(process), "load-" + i);
      client.setDaemon(true);
      load.clients.add(client);
    }
    load.clients.forEach(Thread::start);
    return load;
  }

  private void run(int process) {
    Random random = new Random(process);
    while (!isOver) {
      KvProcess node = nodes.get(random.nextInt(nodes.size()));
      try (Jedis jedis = Connections.open(node)) {
        jedis.connect();
        while (!isOver && ask(jedis, process, random)) {
          LockSupport.parkNanos(500_000); // enough operations to check, and time for the others
        }
      } catch (JedisException e) {
        LockSupport.parkNanos(20_000_000); // nobody there
      }
    }
  }

  /** Asks one thing; returns false if another node should be tried. */
  private boolean ask(Jedis jedis, int process, Random random) {
    Input input = anything(random);
    var invocation = history.invoke(process, input);
    try {
      invocation.ok(Commands.answer(jedis, input));
      acknowledged.incrementAndGet();
      if (!(input instanceof KeyValue.Read)) {
        noteWrite();
      }
      return true;
    } catch (JedisConnectionException e) {
      unknown.incrementAndGet();
      invocation.info();
      return false;
    } catch (JedisDataException e) {
      boolean isCertain =
          e.getMessage().startsWith("REJECTED") || e.getMessage().startsWith("OVERLOADED");
      if (isCertain) {
        rejected.incrementAndGet();
        invocation.fail();
      } else if (e.getMessage().startsWith("UNKNOWN")) {
        unknown.incrementAndGet();
        invocation.info();
      } else {
        throw new IllegalStateException("an answer nobody expected to " + input, e);
      }
      return false;
    }
  }

  private void noteWrite() {
    long now = System.nanoTime();
    long gap = now - lastWriteNanos.getAndSet(now);
    longestGapNanos.accumulateAndGet(gap, Math::max);
  }

  /** Keys live for a while only, so that each has a history short enough to be checked. */
  private Input anything(Random random) {
    long epoch = (System.nanoTime() - startNanos) / KEY_LIFE_NANOS;
    int number = random.nextInt(KEYS_AT_A_TIME);
    String key = "k" + epoch + "-" + number;
    String value = Integer.toString(values.incrementAndGet());
    if (number == 0) {
      return random.nextInt(3) == 0
          ? new KeyValue.Read(key)
          : new KeyValue.Increment(key, 1 + random.nextInt(9));
    }
    return switch (random.nextInt(6)) {
      case 0, 1 -> new KeyValue.Read(key);
      case 2, 3 -> new KeyValue.Write(key, value);
      case 4 ->
          new KeyValue.CompareAndSet(
              key, Optional.of(Integer.toString(Math.max(1, values.get() - 3))), value);
      default -> random.nextInt(4) == 0 ? new KeyValue.Delete(key) : new KeyValue.Append(key, "+");
    };
  }

  /** Ends the clients, and waits for the answers they still wait for. */
  void end() {
    isOver = true;
    for (Thread client : clients) {
      try {
        client.join(3L * Connections.SOCKET_TIMEOUT_MILLIS);
        if (client.isAlive()) {
          throw new AssertionError(client.getName() + " hangs: somebody did not answer");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Reads every key that was ever written, from that node, into the history. */
  void readAll(KvProcess node) {
    List<String> keys =
        history.operations().stream().map(op -> op.input().key()).distinct().toList();
    try (Jedis jedis = Connections.open(node)) {
      for (String key : keys) {
        Input read = new KeyValue.Read(key);
        history.invoke(Integer.MAX_VALUE, read).ok(Commands.answer(jedis, read));
      }
    }
  }

  History<Input, Output> history() {
    return history;
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long longestGapMillis() {
    return longestGapNanos.get() / 1_000_000;
  }

  @Override
  public String toString() {
    return acknowledged
        + " acknowledged, "
        + rejected
        + " rejected, "
        + unknown
        + " unknown, longest gap between acknowledged writes "
        + longestGapMillis()
        + " ms";
  }

  @Override
  public void close() {
    isOver = true;
  }
}
