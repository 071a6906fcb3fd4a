package io.github.multipaxos.benchmarks.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.benchmarks.report.Run.Figures;
import org.junit.jupiter.api.Test;

class CampaignTest {

  private static String result(double compilerShare, long failed) {
    return Campaign.result(new Figures(1000, 0, 1, 99, 1, 1, compilerShare, 0, 0, 0, failed));
  }

  @Test
  void tellsOfARunThatWasStillBeingCompiled() {
    assertThat(result(0.25, 0))
        .isEqualTo(
            "makes 1,000/s, p99 99 µs; compiling took 25 % of the CPU, a longer --warmup would be"
                + " faster");
  }

  @Test
  void saysNothingOfALittleCompilingNorOfWhatIsNotKnown() {
    assertThat(result(0.04, 0)).isEqualTo("makes 1,000/s, p99 99 µs");
    assertThat(result(Double.NaN, 3)).isEqualTo("makes 1,000/s, p99 99 µs, 3 failed");
  }
}
