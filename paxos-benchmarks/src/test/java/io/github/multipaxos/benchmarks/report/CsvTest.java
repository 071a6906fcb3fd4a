package io.github.multipaxos.benchmarks.report;

import static io.github.multipaxos.benchmarks.report.Samples.LARGE;
import static io.github.multipaxos.benchmarks.report.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void hasALineForEachRunWhateverTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);

      List<String> lines = Csv.lines(List.of(run("paxos", LARGE, 2, 1234.56)));

      assertThat(lines)
          .hasSize(2)
          .last()
          .isEqualTo(
              "paxos,16384,4096,2,1234.6,12.5,100.0,200.0,300.0,0.1235,0.063,599.0,3145728,1.5,7");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesEveryColumn() {
    List<String> lines = Csv.lines(List.of(run("paxos", LARGE, 2, 1)));

    assertThat(lines.get(0).split(",")).hasSameSizeAs(lines.get(1).split(","));
    assertThat(lines.get(0)).startsWith("system,payload_bytes,window,repeat,");
  }
}
