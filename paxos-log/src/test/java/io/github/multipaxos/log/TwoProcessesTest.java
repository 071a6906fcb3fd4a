package io.github.multipaxos.log;

import static io.github.multipaxos.log.Records.CLUSTER;
import static io.github.multipaxos.log.Records.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one directory. */
class TwoProcessesTest {

  private static final FileLogOptions OPTIONS = FileLogOptions.DEFAULT.withSegmentBytes(1 << 16);

  @TempDir Path directory;

  /** The other process: opens the log, says how that went, and keeps it until its input ends. */
  public static void main(String[] arguments) throws IOException {
    try (FileLog log = FileLog.in(Path.of(arguments[0]), OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, (reason, cause) -> {});
      System.out.println("opened");
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  private Process start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TwoProcessesTest.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void aDirectoryThatAnotherProcessHasOpenIsRefusedUntilThatOneDies() throws Exception {
    Process other = start();
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("opened");
      FileLog log = FileLog.in(directory, OPTIONS);

      assertThatThrownBy(() -> log.open(CLUSTER, NODE, record -> {}, (reason, cause) -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (FileLog log = FileLog.in(directory, OPTIONS)) {
      assertThat(log.open(CLUSTER, NODE, record -> {}, (reason, cause) -> {}).boot()).isEqualTo(2);
    }
  }

  @Test
  void aRefusedOpeningInOneProcessDoesNotLetAnotherProcessIn() throws Exception {
    try (FileLog log = FileLog.in(directory, OPTIONS)) {
      log.open(CLUSTER, NODE, record -> {}, (reason, cause) -> {});
      FileLog second = FileLog.in(directory, OPTIONS);
      assertThatThrownBy(() -> second.open(CLUSTER, NODE, record -> {}, (reason, cause) -> {}))
          .isInstanceOf(IOException.class);

      Process other = start();
      try (BufferedReader said = other.inputReader()) {
        assertThat(said.readLine()).contains("in use by another process");
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }
}
