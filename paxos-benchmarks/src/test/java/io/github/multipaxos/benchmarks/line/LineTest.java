package io.github.multipaxos.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void readsWhatItWrites() {
    Line line = Line.of("error").with("message", "100 % of a=b\nare gone: ü").with("id", 3);

    Line read = Line.parse(line.toString());

    assertThat(line.toString()).doesNotContain("\n").startsWith("error id=3 message=");
    assertThat(read).isEqualTo(line);
  }

  @Test
  void readsNumbers() {
    Line line = Line.parse("drive payload=128 window=16 nanos=5000000000");

    assertThat(line.count("payload")).isEqualTo(128);
    assertThat(line.number("nanos")).isEqualTo(5_000_000_000L);
  }

  @Test
  void saysWhatIsNotAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Line.parse("drive payload"))
        .withMessage("'payload' in the line 'drive payload' is not name=value");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Line.parse("drive id=1").text("window"))
        .withMessage("the line 'drive id=1' lacks window");
  }

  @Test
  void saysWhatIsNoNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Line.parse("drive id=one").number("id"))
        .withMessage("id in the line 'drive id=one' is not a whole number");
  }
}
