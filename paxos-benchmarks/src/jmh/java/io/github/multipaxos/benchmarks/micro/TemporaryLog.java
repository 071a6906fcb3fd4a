package io.github.multipaxos.benchmarks.micro;

import io.github.multipaxos.benchmarks.line.Scratch;
import io.github.multipaxos.log.Durability;
import io.github.multipaxos.log.FileLog;
import io.github.multipaxos.log.FileLogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A log in memory where the system has a file system there, and that never syncs. */
final class TemporaryLog implements AutoCloseable {

  private static final Path MEMORY = Path.of("/dev/shm");

  private final Scratch scratch;
  private final FileLog log;

  TemporaryLog() throws IOException {
    Path parent = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    scratch = Scratch.in(parent);
    log =
        FileLog.in(
            scratch.path().resolve("log"),
            FileLogOptions.DEFAULT.withDurability(Durability.UNSAFE_NO_SYNC));
  }

  FileLog log() {
    return log;
  }

  @Override
  public void close() throws IOException {
    log.close();
    scratch.close();
  }
}
