package io.github.multipaxos.testkit.memory;

import java.io.IOException;

/** The disk lost power, or the process was said to be dead: its log has nothing more to say. */
final class DetachedException extends IOException {

  private static final long serialVersionUID = 1L;

  DetachedException() {
    super("the log was cut off from its memory disk; open a new log on the disk");
  }
}
