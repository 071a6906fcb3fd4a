package io.github.multipaxos.benchmarks.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for temporary files that goes with everything in it. */
public final class Scratch implements AutoCloseable {

  private final Path path;

  private Scratch(Path path) {
    this.path = path;
  }

  /** Makes one inside {@code parent}. */
  public static Scratch in(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new Scratch(Files.createTempDirectory(parent, "paxos-benchmarks-"));
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Removes a directory with everything in it, if it is there; others may do so as well. */
  public static void remove(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }

  @Override
  public void close() throws IOException {
    remove(path);
  }
}
