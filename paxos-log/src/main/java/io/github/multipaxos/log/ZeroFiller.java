package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * Makes files full of zeros for the log to go on in, in small pieces and no faster than it comes to
 * need them: what the log syncs meanwhile has the disk nearly to itself.
 */
final class ZeroFiller {

  /** What a write of the log's may have to wait for. */
  static final int STEP_BYTES = 1 << 16;

  /** While the log stands still. At the usual length of a segment that makes ten seconds. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final StorageDirectory directory;
  private final long segmentBytes;
  private final LogThreads threads;
  private volatile long usedBytes;
  private volatile boolean isUrgent;
  private volatile boolean isClosed;

  ZeroFiller(StorageDirectory directory, long segmentBytes, LogThreads threads) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.threads = threads;
  }

  /** So much of its segment the log has used. Called by who writes it. */
  void followTo(long bytes) {
    usedBytes = bytes;
  }

  /** The log waits for it. */
  void setUrgent(boolean isUrgent) {
    this.isUrgent = isUrgent;
  }

  /** Breaks off what is under way, and everything that comes. */
  void close() {
    isClosed = true;
  }

  /**
   * Makes such a file and leaves it open.
   *
   * @throws CancellationException if this is closed; nothing is left behind, as in any failure
   */
  StorageFile fill(String name, long bytes) throws IOException {
    StorageFile file = directory.createFile(name);
    try {
      for (long filled = 0; filled < bytes; ) {
        if (isClosed) {
          throw new CancellationException();
        }
        filled = Math.min(bytes, filled + STEP_BYTES);
        file.allocate(filled);
        if (filled < bytes && isAhead(filled)) {
          threads.pause(PAUSE);
        }
      }
      file.force(true);
      return file;
    } catch (IOException | RuntimeException e) {
      try {
        file.close();
        directory.delete(name);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** It begins when an eighth of the segment is used, and shall be done at seven. */
  private boolean isAhead(long filled) {
    return !isUrgent && filled > (usedBytes - segmentBytes / 8) / 3 * 4;
  }
}
