package io.github.multipaxos.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunsTest {

  private final Runs runs = new Runs();

  @Test
  void givesOperationsBackInTheOrderInWhichTheyBegan() {
    for (int i = 1; i <= 100; i++) {
      runs.add(i, 2);
      if (i % 3 == 0) {
        runs.take(1);
      }
    }

    for (int i = 17; i <= 100; i++) {
      assertThat(runs.firstStartNanos()).isEqualTo(i);
      assertThat(runs.take(5)).isEqualTo(i == 17 ? 1 : 2);
    }
    assertThat(runs.isEmpty()).isTrue();
  }

  @Test
  void splitsARun() {
    runs.add(7, 10);
    runs.extend(5);

    assertThat(runs.take(4)).isEqualTo(4);
    assertThat(runs.firstStartNanos()).isEqualTo(7);
    assertThat(runs.take(100)).isEqualTo(11);
    assertThat(runs.isEmpty()).isTrue();
  }
}
