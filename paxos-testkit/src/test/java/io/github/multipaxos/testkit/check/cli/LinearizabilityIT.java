package io.github.multipaxos.testkit.check.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people start it: one jar, in a process of its own. */
class LinearizabilityIT {

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @TempDir private Path directory;
  private Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private int run(List<String> options, byte[] input, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(List.of("-jar", "target/linearizability.jar"));
    words.addAll(List.of(arguments));
    Path in = Files.write(directory.resolve("in"), input);
    process =
        new ProcessBuilder(words)
            .redirectInput(in.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  @Test
  void checksTheStandardInput() throws Exception {
    byte[] good = Files.readAllBytes(HISTORIES.resolve("register-good.jsonl"));
    byte[] stale = Files.readAllBytes(HISTORIES.resolve("register-stale-read.jsonl"));

    assertThat(run(List.of(), good, "--model", "register", "-")).isZero();
    assertThat(out()).isEqualToIgnoringNewLines("linearizable: 4 operations");
    assertThat(run(List.of(), stale, "--model", "register", "-")).isOne();
    assertThat(out()).contains("not linearizable in part x", "read x (line 5) -> 1 (line 6)");
    assertThat(err()).isEmpty();
  }

  @Test
  void complainsOfBadInput() throws Exception {
    byte[] latin = "{\"process\":1,\"key\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(run(List.of(), latin, "--model", "register", "-")).isEqualTo(65);
    assertThat(err()).startsWith("-:1: ").contains("is not UTF-8");
    assertThat(run(List.of(), new byte[0], "--model", "queue", "-")).isEqualTo(64);
  }

  @Test
  void doesNotTakeALackOfMemoryForAVerdict() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 150_000; i++) {
      lines.append(
          "{\"process\":%d,\"type\":\"invoke\",\"op\":\"append\",\"value\":%d,\"time\":%d}\n"
              .formatted(i, i, i));
    }
    byte[] history = lines.toString().getBytes(StandardCharsets.UTF_8);

    assertThat(run(List.of("-Xmx16m"), history, "--model", "list-append", "-")).isEqualTo(2);
    assertThat(out()).startsWith("unknown: this takes more than the heap of ").contains("-Xmx");
    assertThat(err()).doesNotContain("\tat ");
  }

  @Test
  void holdsWhatItNeedsAndNothingElse() throws IOException {
    try (JarFile jar = new JarFile("target/linearizability.jar")) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("picocli/CommandLine.class", "META-INF/LICENSE")
          .noneMatch(name -> name.startsWith("io/netty/"))
          .noneMatch(name -> name.startsWith("io/github/multipaxos/testkit/simulation/"));
    }
  }
}
