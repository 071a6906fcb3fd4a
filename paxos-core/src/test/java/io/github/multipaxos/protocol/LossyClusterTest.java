package io.github.multipaxos.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the network, the disks and the clocks do: one log, and in the end everybody has it. */
class LossyClusterTest {

  private static final int SEEDS = Integer.getInteger("lossy.seeds", 60);
  private static final long FIRST_SEED = Long.getLong("lossy.first", 1L);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void agreesUnderLossRepetitionReorderingAndCrashesAndRecoversAfter(int size) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        run(size, seed);
      } catch (Throwable e) {
        throw new AssertionError("size " + size + " seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void run(int size, long seed) {
    LossyCluster cluster = new LossyCluster(size, seed);

    beUnkind(cluster);
    beKind(cluster);

    assertThat(cluster.nodes.values())
        .allSatisfy(
            node -> {
              assertThat(node.replica.chosenThrough()).isEqualTo(cluster.chosenSeenByAnybody());
              assertThat(node.applied).contains(node.sequence);
              assertThat(node.readsDone).contains(node.reads);
            });
    assertThat(cluster.leaderships).isPositive();
  }

  private static void beUnkind(LossyCluster cluster) {
    for (int i = 0; i < 4000; i++) {
      cluster.anything();
      int dice = cluster.random().nextInt(1000);
      LossyCluster.Node node = cluster.pick();
      if (dice < 60 && node.isUp) {
        node.propose(cluster.random().nextInt(100), 200);
      } else if (dice < 80 && node.isUp) {
        node.read(200);
      } else if (dice < 84) {
        if (node.isUp) {
          node.crash();
        } else {
          node.start();
        }
      } else if (dice < 90 && !node.isUp) {
        node.start();
      } else if (dice < 94) {
        cluster.cut.add(node.id + ">" + cluster.pick().id);
      } else if (dice < 97) {
        cluster.cut.clear();
      } else if (dice < 98 && node.isUp) {
        node.tick(cluster.random().nextInt(40));
      }
      noRejectedCommandIsChosen(node);
    }
  }

  private static void noRejectedCommandIsChosen(LossyCluster.Node node) {
    for (Outcome outcome : node.outcomes) {
      if (outcome instanceof Outcome.Rejected) {
        assertThat(node.applied).doesNotContain(outcome.sequence());
      }
    }
  }

  private static void beKind(LossyCluster cluster) {
    cluster.loss = 0;
    cluster.repeat = 0;
    cluster.cut.clear();
    for (LossyCluster.Node node : cluster.nodes.values()) {
      if (!node.isUp) {
        node.start();
      }
    }
    for (int i = 0; i < 200; i++) {
      cluster.kindRound();
    }
    for (LossyCluster.Node node : cluster.nodes.values()) {
      node.propose(10, 1000);
      node.read(1000);
    }
    for (int i = 0; i < 200; i++) {
      cluster.kindRound();
    }
    for (LossyCluster.Node node : cluster.nodes.values()) {
      noRejectedCommandIsChosen(node);
    }
  }
}
