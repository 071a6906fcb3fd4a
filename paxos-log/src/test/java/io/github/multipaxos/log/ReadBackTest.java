package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.decree;
import static io.github.multipaxos.log.Records.learnt;
import static io.github.multipaxos.log.Records.promised;
import static io.github.multipaxos.log.Records.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.model.Decree;
import io.github.multipaxos.record.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadBackTest {

  private static SimulatedNode opened() throws IOException {
    SimulatedNode node = new SimulatedNode(new SimulatedDirectory());
    node.open();
    return node;
  }

  @Test
  void findsTheLatestRecordOfASlotWhereverItIs() throws IOException {
    SimulatedNode node = opened();
    node.persist(voted(1, 1, "old"), voted(1, 2, "newer"), voted(2, 2, "two"));
    for (int slot = 3; slot < 40; slot++) {
      node.persist(voted(slot, 2, "x".repeat(200)));
    }
    node.persist(learnt(1, "newest"));
    node.persist(promised(9), new LogRecord.ChosenThrough(2));

    assertThat(node.read(1, 2)).containsExactly(decree("newest"), decree("two"));
    assertThat(node.directory().list()).contains("segment-000000000003.log");
  }

  @Test
  void endsBeforeTheFirstSlotWithoutARecord() throws IOException {
    SimulatedNode node = opened();
    node.persist(voted(1, 1, "one"), voted(2, 1, "two"), voted(4, 1, "four"));

    assertThat(node.read(1, 9)).containsExactly(decree("one"), decree("two"));
    assertThat(node.read(3, 9)).isEmpty();
    assertThat(node.read(4, 9)).containsExactly(decree("four"));
    assertThat(node.read(2, 1)).isEmpty();
  }

  @Test
  void keepsToTheBytesAskedForButGivesOneDecreeAtLeast() throws IOException {
    SimulatedNode node = opened();
    node.persist(voted(1, 1, "one"), voted(2, 1, "two"), voted(3, 1, "three"));
    long two = decree("one").bytes() + decree("two").bytes();

    assertThat(node.log().read(1, 3, two)).hasSize(2);
    assertThat(node.log().read(1, 3, two - 1)).hasSize(1);
    assertThat(node.log().read(1, 3, 0)).hasSize(1);
  }

  @Test
  void showsNothingThatIsNotDurable() throws IOException {
    SimulatedNode node = opened();
    node.persist(voted(1, 1, "one"));
    List<List<Decree>> seen = new ArrayList<>();
    node.append(voted(1, 2, "newer"));
    seen.add(node.read(1, 1));
    node.directory()
        .fault(
            operation -> {
              if (operation.startsWith("force segment")) {
                seen.add(node.read(1, 1));
              }
            });

    node.threads().turns();

    assertThat(seen).containsOnly(List.of(decree("one")));
    assertThat(seen).hasSize(2);
    assertThat(node.read(1, 1)).containsExactly(decree("newer"));
  }

  @Test
  void agreesWithAMapOverManyVotesAndRestarts() throws IOException {
    Random random = new Random(17);
    SimulatedDirectory directory = new SimulatedDirectory();
    FileLogOptions options = SimulatedNode.SMALL.withSegmentBytes(1 << 17);
    Map<Long, Decree> model = new TreeMap<>();
    for (int boot = 0; boot < 6; boot++) {
      SimulatedNode node = new SimulatedNode(directory, options);
      node.open();
      for (int round = 0; round < 300; round++) {
        node.persist(randomGroup(random, boot * 100 + round / 3, model));
        if (round % 20 == 0) {
          assertReads(node, random, model);
        }
      }
      if (boot % 2 == 0) {
        node.close();
      } else {
        directory.killProcess();
      }
    }
    assertThat(directory.list()).contains("segment-000000000005.log");
  }

  private static LogRecord[] randomGroup(Random random, int middle, Map<Long, Decree> model) {
    LogRecord[] group = new LogRecord[1 + random.nextInt(5)];
    for (int i = 0; i < group.length; i++) {
      long slot =
          random.nextInt(10) == 0 ? 1 + random.nextInt(800) : 1 + middle + random.nextInt(8);
      String text = "v" + random.nextInt() + "-".repeat(random.nextInt(300));
      group[i] = random.nextInt(4) == 0 ? learnt(slot, text) : voted(slot, middle, text);
      model.put(slot, decree(text));
    }
    return group;
  }

  private static void assertReads(SimulatedNode node, Random random, Map<Long, Decree> model)
      throws IOException {
    long first = 1 + random.nextInt(800);
    List<Decree> expected = new ArrayList<>();
    for (long slot = first; model.containsKey(slot); slot++) {
      expected.add(model.get(slot));
    }
    assertThat(node.read(first, Long.MAX_VALUE)).isEqualTo(expected);
  }
}
