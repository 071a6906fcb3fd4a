package io.github.multipaxos.benchmarks.report;

import static io.github.multipaxos.benchmarks.report.Samples.LARGE;
import static io.github.multipaxos.benchmarks.report.Samples.SMALL;
import static io.github.multipaxos.benchmarks.report.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void showsMediansAndTheRatioWithItsSpread() {
    List<Run> runs =
        List.of(
            run("limit", LARGE, 1, 1_000_000),
            run("paxos", LARGE, 1, 250_000),
            run("limit", LARGE, 2, 1_000_000),
            run("paxos", LARGE, 2, 750_000));

    List<String> lines = Table.lines(Summary.of(runs, "limit"));

    assertThat(lines).hasSize(4);
    assertThat(lines.get(3))
        .startsWith("| 16 KiB, W=4,096 | paxos  |")
        .contains("|      500,000 | 0.50 (0.25..0.75) |")
        .contains("|      0.123 |");
  }

  @Test
  void linesUp() {
    List<String> lines =
        Table.lines(Summary.of(List.of(run("paxos", SMALL, 1, 5), run("x", LARGE, 1, 5)), "limit"));

    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  void leavesOutWhatCannotBeKnown() {
    Run.Figures figures = new Run.Figures(1, 0, 1, 1, 1, Double.NaN, Double.NaN, 0, 0, 0, 0);

    List<String> lines =
        Table.lines(Summary.of(List.of(new Run("paxos", SMALL, 1, figures)), "limit"));

    assertThat(lines.get(2)).doesNotContain("NaN");
  }
}
