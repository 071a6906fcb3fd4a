package io.github.multipaxos.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoTest {

  @Test
  void losesTheLeaderAndNothingElse() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Demo.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 5_000);

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("the leader, is cut off")
        .contains("all 5,000 acknowledged")
        .contains("none of 5,000 acknowledged commands is missing")
        .contains("   equal, ")
        .contains("Go on from here");
  }
}
