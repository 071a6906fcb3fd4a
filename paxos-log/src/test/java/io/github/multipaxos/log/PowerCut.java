package io.github.multipaxos.log;

/** Ends the life of a node at an operation on a file, as if the power had failed there. */
final class PowerCut extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Returns a fault that lets so many operations through, and cuts the power at the next. */
  static SimulatedDirectory.Fault after(int operations) {
    int[] left = {operations};
    return name -> {
      if (--left[0] < 0) {
        throw new PowerCut();
      }
    };
  }
}
