package io.github.multipaxos.testkit.simulation.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Copies the product's source, puts one bug into the copy and compiles it. */
final class MutantBuild implements AutoCloseable {

  private static final String SOURCE = "src/main/java";

  private final Path root;
  private final Path copy;

  /** Copies from the checkout at {@code root}. */
  MutantBuild(Path root) throws IOException {
    this.root = root;
    this.copy = Files.createTempDirectory("mutant");
  }

  /** Returns the classes of the modules that the mutant changes. */
  Path classesOf(Mutant mutant) throws IOException, InterruptedException {
    List<Path> sources = new ArrayList<>();
    for (String module : mutant.modules()) {
      copy(module);
    }
    apply(mutant);
    try (Stream<Path> files = Files.walk(copy)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .forEach(sources::add);
    }
    return compile(mutant, sources);
  }

  private void copy(String module) throws IOException {
    Path from = root.resolve(module).resolve(SOURCE);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(module).resolve(SOURCE).resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private void apply(Mutant mutant) throws IOException, InterruptedException {
    String failure = run("git", "apply", mutant.patch().toAbsolutePath().toString());
    if (!failure.isEmpty()) {
      throw new IOException(mutant.patch() + " does not apply any more; make it anew: " + failure);
    }
  }

  private Path compile(Mutant mutant, List<Path> sources) throws IOException, InterruptedException {
    Path classes = Files.createDirectory(copy.resolve("classes"));
    Path list = copy.resolve("sources");
    Files.write(list, sources.stream().map(Path::toString).toList());
    String failure =
        run(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "-proc:none",
            "-nowarn",
            "@" + list);
    if (!failure.isEmpty()) {
      throw new IOException(mutant.patch() + " does not compile: " + failure);
    }
    return classes;
  }

  /** Returns what the command had to say when it failed, or nothing. */
  private String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean isOver = process.waitFor(2, TimeUnit.MINUTES);
    return isOver && process.exitValue() == 0 ? "" : "it says: " + output.strip();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
