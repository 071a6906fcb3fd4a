package io.github.multipaxos.protocol;

/**
 * Draws numbers that look random from a seed, so that two nodes rarely campaign at once and yet a
 * run can be replayed. SplitMix64 (Steele, Lea and Flood, 2014).
 */
final class Jitter {

  private long state;

  Jitter(long seed) {
    this.state = seed;
  }

  /** Returns a number from 0 up to but not including {@code bound}, which is positive. */
  int below(int bound) {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), bound);
  }
}
