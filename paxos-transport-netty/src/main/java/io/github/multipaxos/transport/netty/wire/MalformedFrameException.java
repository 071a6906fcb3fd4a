package io.github.multipaxos.transport.netty.wire;

import java.io.IOException;

/**
 * Thrown when bytes are not what this protocol says they must be. Nothing that follows on the same
 * connection can be trusted, so the connection is closed.
 */
public final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was found and what was expected. */
  public MalformedFrameException(String message) {
    super(message);
  }

  /** Says what was found, and what the parser said of it. */
  public MalformedFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
