package io.github.multipaxos.testkit.simulation.disk;

import java.io.IOException;

/** What is to go wrong with a machine: its power, the space on its disk, the next that it does. */
final class Mishaps {

  private static final long NEVER = Long.MAX_VALUE;

  private long operationsLeft = NEVER;
  private long capacityBytes = NEVER;
  private boolean failsNext;
  private boolean isPowerLost;
  private long operations;

  void losePowerAfter(long operations) {
    operationsLeft = operations;
  }

  boolean isPowerLost() {
    return isPowerLost;
  }

  void failNext() {
    failsNext = true;
  }

  void capacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  /** Nothing goes wrong any more that has not gone wrong. */
  void calm() {
    operationsLeft = NEVER;
    capacityBytes = NEVER;
    failsNext = false;
  }

  /** Power is back, and not about to fail again. */
  void restorePower() {
    isPowerLost = false;
    operationsLeft = NEVER;
  }

  /** Returns how many operations have changed something. */
  long operations() {
    return operations;
  }

  /** Comes before everything that changes something. Returns whether power fails over it. */
  boolean operate() throws IOException {
    requirePower();
    operations++;
    if (operationsLeft != NEVER && operationsLeft-- <= 0) {
      isPowerLost = true;
    }
    return isPowerLost;
  }

  void requirePower() throws IOException {
    if (isPowerLost) {
      throw new IOException("the machine has no power");
    }
  }

  /** Fails if the files would hold too much. */
  void claim(long moreBytes, Names names) throws IOException {
    if (moreBytes > 0 && capacityBytes != NEVER && names.bytes() + moreBytes > capacityBytes) {
      throw new IOException("no space left on device");
    }
  }

  /** Tells whether this write or sync fails; the one after it does not. */
  boolean takeFailure() {
    boolean fails = failsNext;
    failsNext = false;
    return fails;
  }
}
