package io.github.multipaxos;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A state machine's state as it was at one moment, ready to be written out. Made by {@link
 * StateMachine#snapshot} on the apply thread; written on another, while the state machine goes on
 * changing.
 */
@FunctionalInterface
public interface Snapshot {

  /**
   * Writes the state as it was when this was made. The node buffers, checksums and syncs; the
   * stream need not be closed. Called at most once.
   *
   * @throws IOException if {@code out} does; the snapshot is then given up, and nothing is lost
   */
  void writeTo(OutputStream out) throws IOException;
}
