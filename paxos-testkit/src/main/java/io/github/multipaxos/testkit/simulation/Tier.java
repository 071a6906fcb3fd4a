package io.github.multipaxos.testkit.simulation;

/** What simulated nodes run on. The nodes themselves are real in each of them. */
public enum Tier {
  /** A model of a disk, and a network that carries messages as they are: fast, for most seeds. */
  MODEL,
  /**
   * The real file log on a simulated disk, and the real codec and handshake over simulated streams
   * of bytes.
   */
  FULL
}
