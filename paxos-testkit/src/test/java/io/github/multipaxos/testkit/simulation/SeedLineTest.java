package io.github.multipaxos.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedLineTest {

  @Test
  void isReadAsItIsWritten() {
    SeedLine line =
        SeedLine.of(-3)
            .withNodes(5)
            .withDuration(Duration.ofMillis(1234))
            .withClients(7, Duration.ofMillis(5))
            .withTier(Tier.FULL)
            .withWithout(Set.of(Fault.POWER_CUT, Fault.LOSS));

    assertThat(line)
        .hasToString(
            "seed=-3 nodes=5 millis=1234 clients=7 think=5 tier=full without=loss,power_cut");
    assertThat(SeedLine.parse(line.toString())).isEqualTo(line);
  }

  @Test
  void leavesOutWhatIsAsUsual() {
    assertThat(SeedLine.parse(" seed=9 ; found something ")).isEqualTo(SeedLine.of(9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nodes=3",
        "seed=x",
        "seed=1 seed=2",
        "seed=1 nodes=-1",
        "seed=1 nodes=61",
        "seed=1 millis=0",
        "seed=1 think=0",
        "seed=1 clients=-1",
        "seed=1 tier=best",
        "seed=1 without=rain",
        "seed=1 colour=red",
        "seed=1 nodes"
      })
  void saysWhatItCannotRead(String line) {
    assertThatThrownBy(() -> SeedLine.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(cannot read '|must be ).*");
  }
}
