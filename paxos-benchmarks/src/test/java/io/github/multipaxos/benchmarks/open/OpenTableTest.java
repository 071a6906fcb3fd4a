package io.github.multipaxos.benchmarks.open;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTableTest {

  private static final long SECOND = 1_000_000_000;
  private static final long MEBI = 1 << 20;

  @Test
  void showsMediansAndTheirRatios() {
    OpenedLog few =
        new OpenedLog(
            1000, 64 * MEBI, List.of(new Opening(SECOND, 8 * MEBI, 2 * SECOND, 10 * MEBI)));
    OpenedLog many =
        new OpenedLog(
            10_000_000,
            768 * MEBI,
            List.of(
                new Opening(9 * SECOND, 12 * MEBI, 10 * SECOND, 5 * MEBI),
                new Opening(3 * SECOND, 12 * MEBI, 8 * SECOND, 5 * MEBI),
                new Opening(2 * SECOND, 12 * MEBI, 7 * SECOND, 5 * MEBI)));

    List<String> lines = OpenTable.lines(few, many);

    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
    assertThat(lines.get(3))
        .isEqualTo("|    10,000,000 |     768 |    3.00 |     12.0 |      8.00 |      5.0 |");
    assertThat(lines.get(4))
        .isEqualTo("|         ratio |    12.0 |    3.00 |     1.50 |      4.00 |     0.50 |");
  }
}
