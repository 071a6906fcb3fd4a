package io.github.multipaxos.testkit.simulation;

import java.util.List;

/**
 * Random numbers from a seed, the same on every JVM (SplitMix64: Steele, Lea and Flood, 2014). A
 * fork has a stream of its own, so that one part drawing more does not change what another gets.
 */
public final class Dice {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Begins the stream of a seed. */
  public Dice(long seed) {
    this.state = mix(seed);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Returns an independent stream. */
  public Dice fork() {
    return new Dice(nextLong());
  }

  /** Returns any number. */
  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Returns a number from 0 to {@code bound - 1}. */
  public long below(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, was " + bound);
    }
    return Long.remainderUnsigned(nextLong() >>> 1, bound);
  }

  /** Returns a number from 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) below((long) bound);
  }

  /** Returns a number from {@code least} to {@code most}, both possible. */
  public long between(long least, long most) {
    return least + below(most - least + 1);
  }

  /** Returns a number from 0, possible, to 1, not possible. */
  public double fraction() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Returns true that often. */
  public boolean chance(double probability) {
    return probability > 0 && fraction() < probability;
  }

  /**
   * Returns a number of {@code least} and more, {@code mean} more on average, with the long tail of
   * real delays: one in a hundred is more than four and a half times the mean.
   */
  public long tailed(long least, long mean) {
    return least + (long) (-Math.log(1 - fraction()) * mean);
  }

  /** Returns one of them. */
  public <T> T pick(List<T> of) {
    return of.get(below(of.size()));
  }
}
