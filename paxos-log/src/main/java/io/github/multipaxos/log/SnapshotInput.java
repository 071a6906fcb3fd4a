package io.github.multipaxos.log;

import io.github.multipaxos.log.file.StorageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a snapshot from its file, from front to back. */
final class SnapshotInput extends InputStream {

  private static final int WINDOW_BYTES = 1 << 16;

  private final StorageFile file;
  private final long bytes;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long loaded;

  SnapshotInput(StorageFile file, long bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    return fill() ? window.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int some = Math.min(count, window.remaining());
    window.get(into, offset, some);
    return some;
  }

  private boolean fill() throws IOException {
    if (!window.hasRemaining() && loaded < bytes) {
      window.clear().limit((int) Math.min(WINDOW_BYTES, bytes - loaded));
      int count = file.read(window, SnapshotHeader.BYTES + loaded);
      if (count < window.limit()) {
        throw new IOException("the snapshot ends at " + (loaded + count) + " of " + bytes);
      }
      loaded += count;
      window.flip();
    }
    return window.hasRemaining();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
