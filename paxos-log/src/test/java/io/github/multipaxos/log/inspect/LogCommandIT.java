package io.github.multipaxos.log.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multipaxos.log.LogOnDisk;
import java.io.IOException;
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
class LogCommandIT {

  @TempDir private Path directory;
  @TempDir private Path output;
  private Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-jar", "target/paxos-log.jar"));
    words.addAll(List.of(arguments));
    process =
        new ProcessBuilder(words)
            .redirectOutput(output.resolve("out").toFile())
            .redirectError(output.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(output.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(output.resolve("err"));
  }

  @Test
  void looksIntoALog() throws Exception {
    LogOnDisk.in(directory).close();

    assertThat(run("verify", directory.toString())).isZero();
    assertThat(out().lines())
        .containsExactly("intact: 2 segments, 9 frames, 7 records, slots 1 to 7");
    assertThat(run("stat", directory.toString())).isZero();
    assertThat(out()).startsWith("cluster").contains("orders");
    assertThat(run("dump", "--payload", directory.toString())).isZero();
    assertThat(out()).contains("  command 1/4/5: 736978");
    assertThat(err()).isEmpty();
  }

  @Test
  void looksIntoALogThatIsOpenInAnotherProcess() throws Exception {
    try (LogOnDisk open = LogOnDisk.in(directory)) {
      assertThat(open).isNotNull();
      assertThat(run("verify", directory.toString())).isZero();

      assertThat(out()).startsWith("intact: 2 segments, 7 frames, 7 records");
      assumeTrue(Files.isReadable(Path.of("/proc/locks")));
      assertThat(err().lines())
          .containsExactly(
              directory
                  + " is open in another process ("
                  + ProcessHandle.current().pid()
                  + "); what is printed may be a moment old");
    }
  }

  @Test
  void complainsInASentence() throws Exception {
    assertThat(run("verify")).isEqualTo(64);
    assertThat(run("verify", output + "/nowhere")).isEqualTo(66);
    assertThat(err().lines()).containsExactly(output + "/nowhere is not there");
  }

  @Test
  void holdsWhatItNeedsAndNothingElse() throws IOException {
    try (JarFile jar = new JarFile("target/paxos-log.jar")) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("picocli/CommandLine.class", "META-INF/LICENSE")
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.startsWith("io/github/multipaxos/node/"));
    }
  }
}
