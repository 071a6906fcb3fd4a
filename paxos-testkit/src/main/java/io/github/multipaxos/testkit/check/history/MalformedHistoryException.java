package io.github.multipaxos.testkit.check.history;

import java.io.IOException;

/** A file is no history. The message names the line and what is wrong with it. */
public final class MalformedHistoryException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedHistoryException(String source, long line, String what) {
    super(source + ":" + line + ": " + what);
  }
}
