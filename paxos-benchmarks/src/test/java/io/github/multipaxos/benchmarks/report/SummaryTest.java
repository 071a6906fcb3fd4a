package io.github.multipaxos.benchmarks.report;

import static io.github.multipaxos.benchmarks.report.Samples.LARGE;
import static io.github.multipaxos.benchmarks.report.Samples.SMALL;
import static io.github.multipaxos.benchmarks.report.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void comparesRunsOfTheSameRepeat() {
    List<Run> runs =
        List.of(
            run("limit", SMALL, 1, 100),
            run("paxos", SMALL, 1, 80),
            run("limit", SMALL, 2, 1000),
            run("paxos", SMALL, 2, 500),
            run("limit", SMALL, 3, 10),
            run("paxos", SMALL, 3, 6));

    List<Summary> summaries = Summary.of(runs, "limit");

    assertThat(summaries).extracting(Summary::system).containsExactly("limit", "paxos");
    assertThat(summaries.get(0).ratio()).hasValue(new Spread(1, 1, 1));
    assertThat(summaries.get(1).ratio()).hasValue(new Spread(0.6, 0.5, 0.8));
    assertThat(summaries.get(1).spread(Run.Figures::operationsPerSecond))
        .isEqualTo(new Spread(80, 6, 500));
  }

  @Test
  void keepsCellsApart() {
    List<Run> runs =
        List.of(
            run("limit", LARGE, 1, 50),
            run("paxos", LARGE, 1, 10),
            run("limit", SMALL, 1, 50),
            run("paxos", SMALL, 1, 40));

    List<Summary> summaries = Summary.of(runs, "limit");

    assertThat(summaries).extracting(Summary::cell).containsExactly(SMALL, SMALL, LARGE, LARGE);
    assertThat(summaries.get(1).ratio().orElseThrow().median()).isEqualTo(0.8);
    assertThat(summaries.get(3).ratio().orElseThrow().median()).isEqualTo(0.2);
  }

  @Test
  void leavesOutARepeatInWhichTheYardstickFailed() {
    List<Run> runs =
        List.of(run("paxos", SMALL, 1, 1), run("limit", SMALL, 2, 10), run("paxos", SMALL, 2, 5));

    List<Summary> summaries = Summary.of(runs, "limit");

    assertThat(summaries.get(0).ratio()).hasValue(new Spread(0.5, 0.5, 0.5));
  }

  @Test
  void hasNoRatioWithoutAYardstick() {
    List<Summary> summaries = Summary.of(List.of(run("paxos", SMALL, 1, 5)), "limit");

    assertThat(summaries.get(0).ratio()).isEmpty();
  }
}
