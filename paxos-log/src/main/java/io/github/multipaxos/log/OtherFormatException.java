package io.github.multipaxos.log;

import java.io.IOException;

/** Thrown for what is intact and was written in a format that this release does not read. */
final class OtherFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String what;

  OtherFormatException(String path, int found, int known) {
    super(
        path
            + " is written in format "
            + found
            + ", and this release reads format "
            + known
            + "; run the release that wrote it, or a later one");
    this.what = "it is written in format " + found + ", and this release reads format " + known;
  }

  /** Returns what is the matter, without the path and the advice. */
  String what() {
    return what;
  }
}
