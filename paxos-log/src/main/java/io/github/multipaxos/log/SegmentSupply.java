package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageDirectory;
import io.github.multipaxos.log.file.StorageFile;
import io.github.multipaxos.spi.DurableLog.FailureListener;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes segments. Keeps one file full of zeros in reserve when asked to, so that neither the time
 * it takes to write them nor a full disk comes as a surprise.
 */
final class SegmentSupply {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);

  private static final String RESERVE = "reserve" + Format.UNFINISHED;
  private static final String NEXT = "next" + Format.UNFINISHED;
  private static final int STEP_BYTES = 4 << 20; // between two looks at whether to go on

  private final StorageDirectory directory;
  private final long segmentBytes;
  private final FailureListener listener;
  private @Nullable StorageFile reserve;
  private volatile boolean closed;

  SegmentSupply(StorageDirectory directory, long segmentBytes, FailureListener listener) {
    this.listener = listener;
    this.directory = directory;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Fills the reserve. A failure is only told: no record is lost by it, and the file is made anew
   * when it is needed.
   */
  synchronized void fillReserve() {
    if (reserve != null || closed) {
      return;
    }
    try {
      reserve = zeros(RESERVE, segmentBytes);
    } catch (CancellationException e) {
      LOG.debug("leaves the next segment unmade: the log closes");
    } catch (IOException e) {
      LOG.warn("cannot reserve the next segment cause={}", e.toString());
      listener.shortOfSpace(
          "there is no room for the next "
              + segmentBytes
              + " bytes of the log at "
              + directory.pathOf(RESERVE)
              + " ("
              + e.getMessage()
              + "); make room, then restart the node");
    }
  }

  /** Makes that segment durably and opens it. Takes the reserve if it has the right length. */
  synchronized Segment make(SegmentHeader header) throws IOException {
    String path = directory.pathOf(Format.segmentName(header.segment()));
    StorageFile file = null;
    try {
      String name = reserve != null && header.segmentBytes() == segmentBytes ? RESERVE : NEXT;
      file = name.equals(RESERVE) ? takeReserve() : zeros(NEXT, header.segmentBytes());
      file.write(header.encode(), 0);
      file.force(true);
      directory.rename(name, Format.segmentName(header.segment()));
      directory.force();
      return new Segment(header, file, path);
    } catch (IOException e) {
      if (file != null) {
        file.close();
      }
      throw new IOException("cannot make " + path + ": " + e.getMessage(), e);
    }
  }

  private StorageFile takeReserve() {
    StorageFile taken = Objects.requireNonNull(reserve);
    reserve = null;
    return taken;
  }

  private StorageFile zeros(String name, long bytes) throws IOException {
    StorageFile file = directory.createFile(name);
    try {
      for (long filled = 0; filled < bytes; ) {
        if (closed) {
          throw new CancellationException();
        }
        filled = Math.min(bytes, filled + STEP_BYTES);
        file.allocate(filled);
      }
      file.force(true); // now, so that little is left to sync when the segment is needed
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

  /** Breaks off what is under way, and gives the reserve's space back. */
  void close() throws IOException {
    closed = true;
    synchronized (this) {
      if (reserve != null) {
        reserve.close();
        reserve = null;
        directory.delete(RESERVE);
      }
    }
  }
}
