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

  /** What is written there is in memory and stays there. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path path;

  private Scratch(Path path) {
    this.path = path;
  }

  /** Makes one inside {@code parent}. */
  public static Scratch in(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new Scratch(Files.createTempDirectory(parent, "paxos-benchmarks-"));
  }

  /** Makes one in memory, or inside {@code parent} on a system that does not offer that. */
  public static Scratch inMemory(Path parent) throws IOException {
    return in(Files.isWritable(MEMORY) ? MEMORY : parent);
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
