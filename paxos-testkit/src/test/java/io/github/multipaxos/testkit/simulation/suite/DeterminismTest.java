package io.github.multipaxos.testkit.simulation.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {

  @Test
  void ofASeedIsTheSameInAnotherJvm() throws IOException, InterruptedException {
    long first = LocalDate.now().toEpochDay();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                TraceHashes.class.getName(),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    List<String> here = TraceHashes.of(first);
    String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(other.waitFor()).isZero();
    assertThat(there.lines().toList()).isEqualTo(here);
    assertThat(here).doesNotHaveDuplicates();
  }
}
