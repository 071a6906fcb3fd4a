package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import java.io.Closeable;
import java.io.IOException;

/**
 * A segment that is open.
 *
 * @param header its header
 * @param file its file
 * @param path where it is, for messages
 */
record Segment(SegmentHeader header, StorageFile file, String path) implements Closeable {

  /** Returns its number. */
  long number() {
    return header.segment();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
