package io.github.multipaxos.testkit.simulation;

/** A disk that can be taken for another. To be used while no process has it open. */
interface ReplaceableDisk {

  /** Puts a copy of what is there now aside, as the only backup there is. Any time. */
  void backUp();

  /** An empty disk takes the place of this one. */
  void replaceByNothing();

  /** The backup takes the place of this one. */
  void replaceByBackup();

  /** The disk that was first here is found again, in the state in which it was lost. */
  void putBack();
}
