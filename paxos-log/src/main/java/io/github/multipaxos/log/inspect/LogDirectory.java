package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.LogInspection;
import io.github.multipaxos.log.LogVisitor;
import io.github.multipaxos.log.file.ReadOnlyDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The directory that every subcommand asks for, and how it is walked through. */
final class LogDirectory {

  private static final Path LOCKS = Path.of("/proc/locks");

  @Parameters(paramLabel = "DIR", description = "The directory of a log.")
  private Path directory = Path.of("");

  /** Shows what is in the log, and the snapshots beside it, to the visitor. */
  void walk(CommandSpec spec, LogVisitor visitor) throws IOException {
    look(
        spec,
        log -> {
          log.walk(visitor);
          log.walkSnapshots(visitor);
        });
  }

  /** Shows something of what is there to somebody. */
  interface Look {
    void at(LogInspection log) throws IOException;
  }

  /** Looks at the log. */
  void look(CommandSpec spec, Look look) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          directory + (Files.exists(directory) ? " is not a directory" : " is not there"));
    }
    Holder holder = Holder.of(directory.resolve("lock"), LOCKS);
    if (holder.process().isPresent()) {
      String process = holder.process().get();
      spec.commandLine()
          .getErr()
          .println(
              directory
                  + " is open in another process ("
                  + process
                  + "); what is printed may be a moment old");
    }
    try {
      look.at(LogInspection.of(new ReadOnlyDirectory(directory), holder.mayWrite()));
    } catch (AccessDeniedException e) {
      throw new IOException(e.getFile() + " cannot be read: this user may not", e);
    } catch (NoSuchFileException e) {
      throw new IOException(e.getFile() + " has gone while it was looked at", e);
    }
  }
}
