package io.github.multipaxos.log.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The way past the system's cache into one file, found when first it is asked for. */
final class PastCache implements Closeable {

  private final FileName name;
  private final boolean isDurable;
  private boolean isTried;
  private @Nullable DirectChannel channel;

  /**
   * Opens nothing yet.
   *
   * @param isDurable whether each write is durable when it returns, or after the next sync
   */
  PastCache(FileName name, boolean isDurable) {
    this.name = name;
    this.isDurable = isDurable;
  }

  /** Writes, or returns false if that way is not open to these bytes. */
  boolean write(ByteBuffer source, long offset) throws IOException {
    if (!isTried) {
      isTried = true;
      channel = DirectChannel.open(name, isDurable);
    }
    if (channel == null || !channel.takes(source, offset)) {
      return false;
    }
    channel.write(source, offset);
    return true;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
