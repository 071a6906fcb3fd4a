package io.github.multipaxos.testkit.simulation;

import io.github.multipaxos.spi.DurableLog;

/** One node's disk. It outlives every process that uses it. */
interface Storage {

  /** Returns a log on what the disk holds, for a process that starts. */
  DurableLog log();

  /**
   * The process is gone.
   *
   * @param isPowerLost whether what was written and not synced may be lost too
   */
  void crash(boolean isPowerLost);

  /** Answers nothing until then. */
  void stall(long untilNanos);

  /** The next write or sync fails. */
  void failNext();

  /** A bit of the newest snapshot flips. Tells whether there is one. */
  boolean rotSnapshot();

  /** Some of what the log holds durably is damaged. Tells whether there is any. */
  boolean rotLog();

  /**
   * Somebody restores what has rotted since the log was last opened, as its refusal asked for.
   * Tells whether there is any.
   */
  boolean mendLog();

  /** The log has been opened in spite of what has rotted. */
  void bearRot();

  /** Tells whether power has failed beneath the process, which has still to notice. */
  boolean isPowerLost();

  /** From now on the disk is as good as disks get. */
  void calm();
}
