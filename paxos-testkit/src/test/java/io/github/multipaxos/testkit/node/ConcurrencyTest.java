package io.github.multipaxos.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.Consistency;
import io.github.multipaxos.testkit.check.History;
import io.github.multipaxos.testkit.check.KeyValue;
import io.github.multipaxos.testkit.check.Linearizability;
import io.github.multipaxos.testkit.check.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Many clients on all nodes, and leaders that change meanwhile: what they see is one store. */
class ConcurrencyTest {

  private static final int CLIENTS = 16;
  private static final int OPERATIONS = 40;
  private static final int KEYS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final History<KeyValue.Input, KeyValue.Output> history = new History<>();

  @Test
  void isLinearizableWhileLeadersAreCutOffAndHandOver() throws InterruptedException {
    try (Cluster<Store> cluster = new Cluster<>(3, node -> new Store())) {
      cluster.start();

      run(cluster, 1, ConcurrencyTest::cutTheLeaderOff);
      run(cluster, 2, it -> it.makeLead(1 + it.awaitLeader().id().value() % 3));
      run(cluster, 3, ConcurrencyTest::cutTheLeaderOff);
      run(cluster, 4, ConcurrencyTest::closeTheLeader);
    }

    List<Operation<KeyValue.Input, KeyValue.Output>> operations = history.operations();
    assertThat(operations).hasSizeGreaterThan(CLIENTS * OPERATIONS);
    assertThat(operations.stream().filter(Operation::isKnown).count())
        .isGreaterThan(operations.size() / 2);
    Linearizability.of(new KeyValue()).check(operations).requireLegal();
  }

  /** Has every client do its operations while the leader changes. */
  private void run(Cluster<Store> cluster, int round, Consumer<Cluster<Store>> change)
      throws InterruptedException {
    List<Seat<Store>> seats = cluster.running();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      Random random = new Random(round * 1000L + client);
      Runnable work = () -> work(client, seats, random, round);
      clients.add(new Thread(work, "client-" + client));
    }
    clients.forEach(Thread::start);
    change.accept(cluster);
    for (Thread client : clients) {
      client.join();
    }
  }

  private static void cutTheLeaderOff(Cluster<Store> cluster) {
    Seat<Store> leader = cluster.awaitLeader();
    cluster.isolate(leader.id());
    cluster.awaitLeaderAmong(cluster.others(leader));
    cluster.network().healAll();
  }

  private static void closeTheLeader(Cluster<Store> cluster) {
    cluster.awaitLeader().node().close();
  }

  private void work(int client, List<Seat<Store>> seats, Random random, int round) {
    for (int i = 0; i < OPERATIONS; i++) {
      Seat<Store> seat = seats.get(random.nextInt(seats.size()));
      KeyValue.Input input = anything(random, client + "." + round + "." + i);
      History<KeyValue.Input, KeyValue.Output>.Invocation invocation =
          history.invoke(client, input);
      settle(invocation, Answer.of(ask(seat, input)));
    }
  }

  private static void settle(
      History<KeyValue.Input, KeyValue.Output>.Invocation invocation, Answer answer) {
    if (answer instanceof Answer.Done done && done.result() instanceof KeyValue.Output output) {
      invocation.ok(output);
    } else if (answer instanceof Answer.Rejected) {
      invocation.fail();
    } else {
      invocation.info();
    }
  }

  private static CompletableFuture<KeyValue.Output> ask(Seat<Store> seat, KeyValue.Input input) {
    if (input instanceof KeyValue.Read) {
      Store store = seat.machine();
      return seat.node()
          .read(
              Consistency.LINEARIZABLE, at -> new KeyValue.Found(store.get(input.key())), DEADLINE);
    }
    return seat.propose(Store.command(input), DEADLINE)
        .thenApply(text -> Store.output(input, text));
  }

  /** Makes up an operation. What it writes, nobody else ever writes. */
  private static KeyValue.Input anything(Random random, String value) {
    String key = "key" + random.nextInt(KEYS);
    return switch (random.nextInt(6)) {
      case 0, 1 -> new KeyValue.Write(key, value);
      case 2 -> new KeyValue.Increment("count" + random.nextInt(KEYS), 1);
      case 3 -> new KeyValue.CompareAndSet("swap", Optional.empty(), value);
      default -> new KeyValue.Read(random.nextBoolean() ? key : "count" + random.nextInt(KEYS));
    };
  }
}
