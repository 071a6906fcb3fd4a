package io.github.multipaxos.log;

import java.io.IOException;

/** Thrown when bytes are not a record. Their checksum was right, so another version wrote them. */
final class MalformedRecordException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedRecordException(String what) {
    super(what);
  }
}
