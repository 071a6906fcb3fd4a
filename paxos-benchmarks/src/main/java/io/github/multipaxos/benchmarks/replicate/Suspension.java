package io.github.multipaxos.benchmarks.replicate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Holds a process stopped for as long as it is open, however this one ends: a shell stops the
 * process, and lets it go when its own stdin ends. A process that is stopped does not notice that
 * its parent is gone.
 */
final class Suspension implements AutoCloseable {

  private static final String STOPPED = "stopped";
  private static final String SCRIPT =
      "trap '' HUP INT TERM; kill -STOP \"$1\" && echo "
          + STOPPED
          + " && { read -r line; kill -CONT \"$1\"; }";
  private static final long CLOSE_SECONDS = 5;

  private final Process shell;

  private Suspension(Process shell) {
    this.shell = shell;
  }

  /** Stops a process and returns when it has been told to stop. */
  static Suspension of(ProcessHandle process) throws IOException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", String.valueOf(process.pid()))
            .redirectErrorStream(true)
            .start();
    Suspension suspension = new Suspension(shell);
    BufferedReader said = shell.inputReader(StandardCharsets.UTF_8);
    String answer = said.readLine();
    if (!STOPPED.equals(answer)) {
      suspension.close();
      throw new IOException("cannot stop process " + process.pid() + ": " + answer);
    }
    return suspension;
  }

  /** Lets the process go, and returns when it has been told. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    try {
      if (!shell.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the shell that lets a stopped process go hangs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the shell goes on
    }
  }
}
