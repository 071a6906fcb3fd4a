package io.github.multipaxos.log;

import io.github.multipaxos.model.Identity;
import io.github.multipaxos.record.LogRecord;

/**
 * Is told what is in a log, in the order in which it stands there. Findings come where they are
 * found: behind all that stands in front of them.
 */
public interface LogVisitor {

  /**
   * Whose log it is. Comes once, before any segment, unless nothing is left that says so.
   *
   * @param identity boot 0 if the identity file is lost and a segment says whose it is
   */
  default void identity(Identity identity) {}

  /**
   * A segment begins.
   *
   * @param file its path
   * @param bytes how long it is
   */
  default void segment(String file, long bytes) {}

  /** An intact frame begins. */
  default void frame(LogFrame frame) {}

  /**
   * A record.
   *
   * @param frame the frame that holds it
   * @param offset where in the file it begins
   */
  default void record(LogFrame frame, long offset, LogRecord record) {}

  /** A snapshot beside the log, or what there is of one that is fetched. */
  default void snapshot(FoundSnapshot found) {}

  /** Something is not as it should be, or not as one might expect. */
  default void finding(LogFinding finding) {}

  /** Tells whether to go on. */
  default boolean wantsMore() {
    return true;
  }
}
