package io.github.multipaxos.testkit.memory;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a test wants a disk to do wrong. Guarded by the disk. */
final class DiskFaults {

  private boolean stalled;
  private @Nullable String nextSync;
  private @Nullable String nextWrite;

  void stallSyncs(boolean stalled) {
    this.stalled = stalled;
  }

  boolean isStalled() {
    return stalled;
  }

  void failNextSync(String reason) {
    nextSync = reason;
  }

  void failNextWrite(String reason) {
    nextWrite = reason;
  }

  void throwOnSync() throws IOException {
    String reason = nextSync;
    nextSync = null;
    if (reason != null) {
      throw new IOException("cannot sync the memory disk: " + reason);
    }
  }

  void throwOnWrite() throws IOException {
    String reason = nextWrite;
    nextWrite = null;
    if (reason != null) {
      throw new IOException("cannot write to the memory disk: " + reason);
    }
  }
}
