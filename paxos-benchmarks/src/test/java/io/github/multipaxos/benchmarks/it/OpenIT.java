package io.github.multipaxos.benchmarks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code open} of the jar, as one would run it. */
class OpenIT {

  @TempDir private Path directory;

  /** Finds the jar beside the directory of test classes, whatever the build calls its own. */
  private static Path jar() {
    URL classes = OpenIT.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(classes.toString())).resolveSibling("benchmarks.jar");
  }

  @Test
  void opensALongLogAndAShortOneAndLeavesNeither() throws Exception {
    Path work = directory.resolve("work");
    Process open =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString(),
                "open",
                "--slots",
                "20000",
                "--repeat",
                "1",
                "--jvm",
                "-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "--directory",
                work.toString())
            .redirectOutput(directory.resolve("out.txt").toFile())
            .redirectError(directory.resolve("err.txt").toFile())
            .start();
    boolean hasEnded = open.waitFor(2, TimeUnit.MINUTES);
    open.destroyForcibly();

    String told = Files.readString(directory.resolve("err.txt"));
    assertThat(hasEnded).as(told).isTrue();
    assertThat(open.exitValue()).as(told).isZero();
    assertThat(told).contains("[20,000 slots] has made 100 %", "[20,000 slots] opens in ");
    List<String> out = Files.readAllLines(directory.resolve("out.txt"));
    assertThat(out).filteredOn(line -> line.startsWith("|         1,000 |")).hasSize(1);
    assertThat(out).filteredOn(line -> line.startsWith("|        20,000 |")).hasSize(1);
    assertThat(out).last().asString().startsWith("|         ratio |");
    assertThat(work).isEmptyDirectory();
  }
}
