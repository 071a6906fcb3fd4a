package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ELECTION_TICKS;
import static io.github.multipaxos.protocol.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters of every size, those of one, two and four among them. */
class ReplicaClusterSizeTest {

  private static void agree(QuietCluster cluster, int size, int commands) {
    for (int i = 1; i <= size; i++) {
      assertThat(cluster.node(i).chosen).isEqualTo(cluster.node(1).chosen);
      assertThat(cluster.node(i).outcomes).isEmpty();
    }
    assertThat(cluster.node(1).chosen)
        .flatExtracting(it -> Samples.commands(it.decree()))
        .hasSize(commands)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void choosesWhatEveryNodeProposes(int size) {
    QuietCluster cluster = new QuietCluster(size);
    cluster.elect(1);

    for (int round = 1; round <= 5; round++) {
      for (int i = 1; i <= size; i++) {
        cluster.node(i).propose(command(i, round));
        cluster.node(i).read(round);
      }
      cluster.settle();
    }
    cluster.ticks(4);

    agree(cluster, size, 5 * size);
    for (int i = 1; i <= size; i++) {
      assertThat(cluster.node(i).reads).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  /** The largest minority may be gone, and no more. */
  @ParameterizedTest
  @CsvSource({"1,0", "2,0", "3,1", "4,1", "5,2", "6,2", "7,3"})
  void goesOnWithoutAMinorityAndStopsWithoutAMajority(int size, int spare) {
    QuietCluster cluster = new QuietCluster(size);
    cluster.elect(1);
    for (int i = 0; i < spare; i++) {
      cluster.stop(size - i);
    }
    cluster.node(1).propose(command(1, 1));
    cluster.ticks(2L * ELECTION_TICKS);
    long chosen = cluster.node(1).replica.chosenThrough();
    assertThat(chosen).isEqualTo(2);
    if (size == 1) {
      return;
    }

    cluster.stop(size - spare);
    cluster.node(1).propose(command(1, 2));
    cluster.ticks(3L * ELECTION_TICKS);

    assertThat(cluster.node(1).replica.chosenThrough()).isEqualTo(chosen);
    assertThat(cluster.leaders()).isEmpty();
  }

  @Test
  void needsNoPeersButItsDiskWhereItIsAlone() {
    Solo alone = new Solo(1, 1);
    alone.ticks(1);
    assertThat(alone.replica.standing()).isEqualTo(Standing.CAMPAIGNING);
    assertThat(alone.unsynced).hasSize(1);
    alone.sync();
    assertThat(alone.replica.standing()).isEqualTo(Standing.LEADING);

    alone.propose(command(1, 1));
    alone.sync();

    assertThat(alone.replica.chosenThrough()).isEqualTo(2);
    assertThat(alone.sent).isEmpty();
    assertThat(alone.vowed).isEmpty();
  }

  @Test
  void remembersEverythingWhereItIsAlone() {
    Solo alone = new Solo(1, 1);
    alone.ticks(1);
    alone.sync();
    alone.propose(command(1, 1));
    alone.sync();
    alone.crash();

    alone.ticks(1);
    alone.sync();

    assertThat(alone.replica.chosenThrough()).isEqualTo(3);
    assertThat(alone.onDisk(2)).isEqualTo(Samples.batchAt(1_000_001, command(1, 1)));
  }

  @Test
  void needsBothWhereThereAreTwo() {
    QuietCluster cluster = new QuietCluster(2);
    cluster.elect(2);
    cluster.node(2).propose(command(2, 1));
    cluster.settle();
    assertThat(cluster.node(1).replica.chosenThrough()).isEqualTo(2);

    cluster.isolate(1);
    cluster.node(2).propose(command(2, 2));
    cluster.settle();
    assertThat(cluster.node(2).replica.chosenThrough()).isEqualTo(2);
    cluster.heal();
    cluster.ticks(4L * ELECTION_TICKS);

    assertThat(cluster.leaders()).hasSize(1);
    assertThat(cluster.node(1).replica.chosenThrough()).isGreaterThanOrEqualTo(3);
  }

  /** Two of four are no quorum, so two halves cannot choose different decrees. */
  @Test
  void choosesInNeitherHalfOfFour() {
    QuietCluster cluster = new QuietCluster(4);
    cluster.elect(1);
    long before = cluster.node(1).replica.chosenThrough();
    for (int near : new int[] {1, 2}) {
      for (int far : new int[] {3, 4}) {
        cluster.cut(near, far);
        cluster.cut(far, near);
      }
    }

    cluster.node(1).propose(command(1, 1));
    cluster.node(3).propose(command(3, 1));
    cluster.ticks(10L * ELECTION_TICKS);

    for (int i = 1; i <= 4; i++) {
      assertThat(cluster.node(i).replica.chosenThrough()).isEqualTo(before);
    }
    assertThat(cluster.leaders()).isEmpty();
    cluster.heal();
    cluster.ticks(10L * ELECTION_TICKS);
    assertThat(cluster.leaders()).hasSize(1);
    assertThat(cluster.node(4).chosen).isEqualTo(cluster.node(1).chosen);
  }
}
