package io.github.multipaxos.benchmarks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The jar, as one would run it, with real processes. */
class ReplicateIT {

  private static final Path JAR = built("benchmarks.jar");
  private static final String SMALL_JVM =
      "-Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlimit.fileMebibytes=8";

  @TempDir private Path directory;

  /** Finds a file beside the directory of test classes, whatever the build calls its own. */
  private static Path built(String name) {
    URL classes = ReplicateIT.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(classes.toString())).resolveSibling(name);
  }

  private Process start(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "replicate",
                "--directory",
                work().toString(),
                "--jvm",
                SMALL_JVM));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out.txt").toFile())
        .redirectError(directory.resolve("err.txt").toFile())
        .start();
  }

  private Path work() {
    return directory.resolve("work");
  }

  @Test
  void measuresThreeProcessesOfEachSystem() throws Exception {
    Path csv = directory.resolve("runs.csv");
    Path chart = directory.resolve("chart.svg");

    Process replicate =
        start(
            "--window",
            "16",
            "--warmup",
            "0.2",
            "--seconds",
            "1",
            "--repeat",
            "1",
            "--csv",
            csv.toString(),
            "--chart",
            chart.toString());
    boolean hasEnded = replicate.waitFor(2, TimeUnit.MINUTES);
    replicate.destroyForcibly();

    String told = Files.readString(directory.resolve("err.txt"));
    assertThat(hasEnded).as(told).isTrue();
    assertThat(replicate.exitValue()).as(told).isZero();
    assertThat(Files.readString(directory.resolve("out.txt")))
        .contains("3 replicas, durability fsync")
        .contains("| 128 B, W=16     | limit  |")
        .contains("| 128 B, W=16     | paxos  |");
    List<String> runs = Files.readAllLines(csv);
    assertThat(runs).hasSize(3);
    assertThat(runs.get(1)).startsWith("limit,128,16,1,");
    assertThat(runs.get(2)).startsWith("paxos,128,16,1,");
    for (String run : runs.subList(1, 3)) {
      assertThat(Double.parseDouble(run.split(",")[4])).as(run).isGreaterThan(10);
    }
    assertThat(chart).content().contains("<svg").contains("paxos");
    assertThat(work()).isEmptyDirectory();
  }

  @Test
  void leavesNoProcessAndNoFileBehindWhenItIsKilled() throws Exception {
    Process replicate = start("--systems", "limit", "--warmup", "0", "--seconds", "60");
    Awaitility.await("replicas")
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.readString(directory.resolve("err.txt")).contains("measures"));
    List<ProcessHandle> replicas = replicate.descendants().toList();
    assertThat(replicas).hasSize(3);

    replicate.destroyForcibly();

    Awaitility.await("their end")
        .atMost(Duration.ofSeconds(30))
        .until(() -> replicas.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(work()).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void stopsAFollowerWhileItMeasuresAndLetsItGo() throws Exception {
    Path csv = directory.resolve("runs.csv");
    Process replicate =
        start(
            "--systems",
            "paxos",
            "--slow-follower",
            "stopped",
            "--window",
            "16",
            "--warmup",
            "0.2",
            "--seconds",
            "3",
            "--repeat",
            "1",
            "--csv",
            csv.toString());
    List<ProcessHandle> processes = awaitOneStopped(replicate);

    boolean hasEnded = replicate.waitFor(2, TimeUnit.MINUTES);
    replicate.destroyForcibly();

    String told = Files.readString(directory.resolve("err.txt"));
    assertThat(hasEnded).as(told).isTrue();
    assertThat(replicate.exitValue()).as(told).isZero();
    assertThat(Files.readString(directory.resolve("out.txt"))).contains(", a follower stopped;");
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    String run = Files.readAllLines(csv).get(1);
    assertThat(Double.parseDouble(run.split(",")[4])).as(run).isGreaterThan(10);
    assertThat(work()).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void leavesNoStoppedProcessBehindWhenItIsKilled() throws Exception {
    Process replicate =
        start(
            "--systems", "paxos", "--slow-follower", "stopped", "--warmup", "0", "--seconds", "60");
    List<ProcessHandle> processes = awaitOneStopped(replicate);

    replicate.destroyForcibly();

    Awaitility.await("their end")
        .atMost(Duration.ofSeconds(30))
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(work()).isEmptyDirectory();
  }

  /** Waits until one of its processes is stopped and returns them all. */
  private static List<ProcessHandle> awaitOneStopped(Process replicate) {
    Awaitility.await("a stopped process")
        .atMost(Duration.ofMinutes(1))
        .until(() -> replicate.descendants().anyMatch(ReplicateIT::isStopped));
    return replicate.descendants().toList();
  }

  private static boolean isStopped(ProcessHandle process) {
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(process.pid())).start();
      String state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return state.startsWith("T");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
