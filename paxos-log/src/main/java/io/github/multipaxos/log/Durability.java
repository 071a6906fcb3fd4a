package io.github.multipaxos.log;

/** When an append counts as durable. */
public enum Durability {

  /** After the disk has confirmed it. What was acknowledged survives a power cut. */
  FSYNC,

  /**
   * After it was handed to the operating system. Survives the death of the process, but not that of
   * the machine: after a power cut the node may have forgotten promises and votes that others have
   * counted, and the cluster may then choose two decrees for one slot. For tests and throw-away
   * data only.
   */
  UNSAFE_NO_SYNC
}
