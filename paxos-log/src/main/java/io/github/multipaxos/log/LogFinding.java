package io.github.multipaxos.log;

import java.nio.file.Path;

/**
 * A place in a log that does not read as it was written, or that needs a word.
 *
 * @param kind how bad it is
 * @param file the path of the file
 * @param offset where in the file the place begins; {@link #WHOLE_FILE} if the file is meant
 * @param bytes how long the place is; 0 if the file is meant
 * @param what what is wrong there
 * @param advice what to do next
 */
public record LogFinding(
    Kind kind, String file, long offset, long bytes, String what, String advice) {

  /** Stands in place of an offset where a file as a whole is meant. */
  public static final long WHOLE_FILE = -1;

  static final String RESTORE =
      "check the disk and restore the file as it was; do not cut or delete it. If it cannot be"
          + " restored, replace this member by one with a new id";
  static final String LEARN =
      "check the disk, leave the file as it is and start the node: it learns again from its peers"
          + " what is lost. If it refuses to start, restore the file as it was, or replace this member"
          + " by one with a new id";
  static final String OTHER_RELEASE = "run the release that wrote it, or a later one";

  /** How bad it is. */
  public enum Kind {
    /** What was durable no longer reads as it was written. */
    DAMAGED,
    /** It is intact, and this release cannot read it. */
    UNREADABLE,
    /** A write that was cut short and never acknowledged: harmless. */
    TORN_TAIL
  }

  /** Tells whether records may be lost with it. */
  public boolean isAboutRecords() {
    Path name = Path.of(file).getFileName();
    return name != null && Format.segmentOf(name.toString()).isPresent();
  }

  static LogFinding damaged(String file, long offset, long bytes, String what) {
    LogFinding found = new LogFinding(Kind.DAMAGED, file, offset, bytes, what, RESTORE);
    boolean isPlace = offset != WHOLE_FILE && found.isAboutRecords();
    return isPlace ? found.withAdvice(LEARN) : found;
  }

  static LogFinding damaged(String file, String what) {
    return damaged(file, WHOLE_FILE, 0, what);
  }

  static LogFinding unreadable(String file, long offset, long bytes, String what) {
    return new LogFinding(Kind.UNREADABLE, file, offset, bytes, what, OTHER_RELEASE);
  }

  LogFinding withAdvice(String other) {
    return new LogFinding(kind, file, offset, bytes, what, other);
  }

  static LogFinding tornTail(String file, long offset, long bytes) {
    return new LogFinding(
        Kind.TORN_TAIL,
        file,
        offset,
        bytes,
        "a write was cut short there before anybody could rely on it",
        "nothing; the next opening drops it");
  }
}
