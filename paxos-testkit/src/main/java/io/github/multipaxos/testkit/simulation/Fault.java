package io.github.multipaxos.testkit.simulation;

/**
 * A kind of thing that goes wrong. How badly is a number from 0, not at all, to 1, as bad as this
 * simulator knows; see {@link Faults}.
 */
public enum Fault {
  /** Messages are lost, up to three in ten. */
  LOSS,
  /** Messages arrive twice, up to every second one. */
  REPEAT,
  /** Messages minutes old arrive again, even if sender or receiver has restarted since. */
  REPLAY,
  /** Messages take long, up to 100 ms on average and now and then seconds. */
  DELAY,
  /** A link holds few messages at a time and drops what is more. */
  CAPACITY,
  /** A link carries nothing for a while and then everything. */
  CLOG,
  /** Nodes fall apart into groups that cannot hear each other, in one direction or both. */
  PARTITION,
  /** Bits of what is on the wire flip. */
  CORRUPTION,
  /** Processes are killed, and started again after a while. */
  CRASH,
  /** The power of all nodes fails at once. */
  POWER_CUT,
  /** Processes are stopped, with their clocks running, for up to a minute. */
  PAUSE,
  /** Everything that a node does takes it long. */
  SLOW_NODE,
  /** Syncs take long on some disks, up to 300 ms on average. */
  SLOW_DISK,
  /** A disk answers nothing for up to a minute. */
  DISK_STALL,
  /** A write or a sync fails, and the node must stop. */
  DISK_FAILURE,
  /** A bit of a snapshot rots while its node is down; on a minority of the nodes only. */
  SNAPSHOT_ROT,
  /** Clocks run fast or slow. */
  CLOCK_RATE,
  /** Wall clocks are set, by up to years. */
  WALL_JUMP,
  /** The state machine is slow to apply. */
  SLOW_APPLY,
  /** Leaders are told to hand over. */
  HAND_OVER,
  /** Clients are impatient, or want much at once. */
  BURST,
  /** Durable records of a log rot while its node is down; on a minority of the nodes only. */
  LOG_ROT,
  /** Disks are replaced by empty ones, of a minority at most; where there are handshakes. */
  LOST_DIRECTORY,
  /** Disks are replaced by old copies of themselves; the same minority, and the same place. */
  OLD_BACKUP,
  /**
   * Where there are leases: a node that has long been cut off from the leader comes forward just
   * when the others lose him too, with his answers late or the others started again.
   */
  USURPER
}
