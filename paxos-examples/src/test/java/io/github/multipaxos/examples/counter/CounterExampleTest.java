package io.github.multipaxos.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CounterExampleTest {

  @Test
  void countsWhatEveryNodeAddedOnEveryNode() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    long total = CounterExample.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(total).isEqualTo(15);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "node 1 adds 5, gets 5 and reads 5",
            "node 2 adds 5, gets 10 and reads 10",
            "node 3 adds 5, gets 15 and reads 15");
  }
}
