package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.spi.DurableLog;
import java.util.Optional;

/**
 * A place where one log at a time can be open, and which outlives each: a directory, a table, a
 * piece of memory. Methods are called by any thread, also by the log's own in a callback.
 */
public interface LogStorage {

  /** Returns a log on this storage that is not open yet. */
  DurableLog newLog() throws Exception;

  /**
   * Returns another storage, with what a killed process would leave here at this moment. The
   * operating system lives on, so what was written is there, synced or not. For a log in a
   * directory, a copy of the directory will do. The log that is open here is not disturbed.
   */
  LogStorage afterKill() throws Exception;

  /** Returns what can be done to the disk beneath, if it is a simulated one. */
  default Optional<StorageFaults> faults() {
    return Optional.empty();
  }
}
