package io.github.multipaxos.examples.demo;

import io.github.multipaxos.examples.kv.KvNode;
import io.github.multipaxos.examples.kv.store.Blob;
import io.github.multipaxos.examples.kv.store.KvMachine.Census;
import io.github.multipaxos.examples.kv.store.Query;
import io.github.multipaxos.examples.kv.store.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks whether anything acknowledged is missing, and whether the replicas are the same. */
final class Audit {

  private static final int CHUNK = 1000;

  private Audit() {}

  /** Reads every key back through one node. */
  static void readBack(KvNode node, int commands) {
    for (int first = 0; first < commands; first += CHUNK) {
      int[] numbers = IntStream.range(first, Math.min(first + CHUNK, commands)).toArray();
      List<Blob> keys = IntStream.of(numbers).mapToObj(Load::key).toList();
      Reply expected = new Reply.Array(values(numbers));
      Reply found = node.read(List.of(new Query.GetMany(keys)), Duration.ofSeconds(10)).join();
      if (!found.equals(new Reply.Array(List.of(expected)))) {
        throw new DemoFailedException(
            "an acknowledged command among " + first + " to " + (first + CHUNK - 1) + " is lost");
      }
    }
  }

  private static List<Reply> values(int[] numbers) {
    List<Reply> values = new ArrayList<>();
    for (int number : numbers) {
      values.add(new Reply.Bulk(Load.value(number)));
    }
    return values;
  }

  /** Waits until all replicas have applied the same slot, and returns what each is like then. */
  static List<Census> compare(List<KvNode> nodes) throws InterruptedException {
    List<Census> censuses =
        Patience.await("all replicas to reach the same slot", () -> sameSlot(nodes));
    if (censuses.stream().distinct().count() != 1) {
      throw new DemoFailedException("the replicas differ: " + censuses);
    }
    return censuses;
  }

  private static Optional<List<Census>> sameSlot(List<KvNode> nodes) {
    List<Census> censuses = nodes.stream().map(node -> node.census().join()).toList();
    boolean same = censuses.stream().map(Census::slot).distinct().count() == 1;
    return same ? Optional.of(censuses) : Optional.empty();
  }
}
