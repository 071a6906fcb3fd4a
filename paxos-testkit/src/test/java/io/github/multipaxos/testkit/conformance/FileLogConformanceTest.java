package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import io.github.multipaxos.spi.DurableLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file log keeps the promises of its interface on real files; what needs a broken disk is
 * skipped.
 */
class FileLogConformanceTest implements DurableLogConformance, SnapshotStoreConformance {

  static final FileLogOptions OPTIONS = FileLogOptions.DEFAULT.withSegmentBytes(2 << 20);

  @TempDir private Path parent;

  @Override
  public LogStorage newStorage() throws IOException {
    return new Directory(Files.createTempDirectory(parent, "log"), parent);
  }

  /** A directory, of which a copy is what a killed process leaves. */
  private record Directory(Path path, Path parent) implements LogStorage {

    @Override
    public DurableLog newLog() {
      return FileLog.in(path, OPTIONS);
    }

    @Override
    public LogStorage afterKill() throws IOException {
      Path copy = Files.createTempDirectory(parent, "killed");
      boolean whole = false;
      while (!whole) {
        whole = copyTo(copy);
      }
      return new Directory(copy, parent);
    }

    /** Returns false if a file was renamed meanwhile: no moment looks like what was copied. */
    private boolean copyTo(Path copy) throws IOException {
      for (Path old : filesIn(copy)) {
        Files.delete(old);
      }
      try {
        for (Path file : filesIn(path)) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
        return true;
      } catch (NoSuchFileException e) {
        return false;
      }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
      try (Stream<Path> files = Files.list(directory)) {
        return files.toList();
      }
    }
  }
}
