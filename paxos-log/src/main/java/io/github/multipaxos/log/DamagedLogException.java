package io.github.multipaxos.log;

import java.io.IOException;

/**
 * Thrown when bytes that were durable no longer read as they were written. Nothing was changed by
 * finding this out, and nothing was handed on that fails its checksum.
 */
public final class DamagedLogException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String what;

  DamagedLogException(String file, long offset, String what) {
    super(
        file
            + " is damaged at offset "
            + offset
            + ": "
            + what
            + ". Nothing was changed. Run: java -jar paxos-log.jar verify "
            + directoryOf(file)
            + ". Then check the disk and restore the file as it was; do not cut or delete it, for"
            + " promises and votes that others rely on may be in it. If it cannot be restored,"
            + " replace this member by one with a new id");
    this.what = what;
    this.file = file;
    this.offset = offset;
  }

  private static String directoryOf(String file) {
    int end = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
    return end < 0 ? "DIR" : file.substring(0, end);
  }

  /** Returns what is wrong there, without the place and the advice. */
  String what() {
    return what;
  }

  /** Returns the path of the damaged file. */
  public String file() {
    return file;
  }

  /** Returns where in the file the damaged part begins. */
  public long offset() {
    return offset;
  }
}
