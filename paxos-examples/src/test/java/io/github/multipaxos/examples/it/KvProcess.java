package io.github.multipaxos.examples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One node of a cluster: a JVM of its own that runs {@code kv-server.jar}, again and again. */
final class KvProcess {

  static final Path JAR = Path.of("target", "kv-server.jar").toAbsolutePath();

  private final int id;
  private final int port;
  private final Path data;
  private final Path output;
  private final Path errors;
  private final List<String> command;
  private Process process;

  KvProcess(int id, int port, String members, Path directory, List<String> options) {
    this.id = id;
    this.port = port;
    this.output = directory.resolve("out-" + id + ".txt");
    this.errors = directory.resolve("err-" + id + ".txt");
    this.command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            JAR.toString(),
            "--id",
            Integer.toString(id),
            "--members",
            members,
            "--data",
            directory.resolve("data-" + id).toString(),
            "--port",
            Integer.toString(port)));
    command.addAll(options);
    this.data = directory.resolve("data-" + id);
  }

  Path data() {
    return data;
  }

  /** Returns how many lines of its log hold that text, of the process that runs or ran last. */
  long logged(String text) {
    try (Stream<String> lines = Files.lines(errors)) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int id() {
    return id;
  }

  int port() {
    return port;
  }

  boolean isUp() {
    return process != null && process.isAlive();
  }

  /** Starts the process; {@link #awaitReady} waits until it serves. */
  void start() {
    try {
      Files.deleteIfExists(output);
      process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady() {
    Awaitility.await("node " + id + " to be ready; it said:\n" + lastErrors())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              assertThat(process.isAlive())
                  .as("node %s is alive; it said:%n%s", id, lastErrors())
                  .isTrue();
              return Files.readString(output).contains("ready id=" + id + " port=" + port);
            });
  }

  /** SIGKILL: the process gets no chance to do anything. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM: a clean stop. Returns the exit code. */
  int terminate() {
    process.destroy();
    awaitExit();
    return process.exitValue();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("node " + id + " did not end; it said:\n" + lastErrors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGSTOP: the process stands still and knows nothing of it. */
  void pause() {
    signal("-STOP");
  }

  /** SIGCONT. */
  void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the last lines that the process logged. */
  String lastErrors() {
    if (!Files.exists(errors)) {
      return "";
    }
    try (BufferedReader reader = Files.newBufferedReader(errors, StandardCharsets.UTF_8)) {
      List<String> lines = new ArrayList<>(reader.lines().toList());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
