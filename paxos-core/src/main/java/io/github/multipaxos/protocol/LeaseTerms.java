package io.github.multipaxos.protocol;

/**
 * How long leases last, in the ticks of this node: rounded down for who holds one, and up for who
 * guards it (rules R4 and R5).
 *
 * @param millis what all nodes agree on; 0 for no leases
 * @param holdTicks how many ticks a leader may count on, from the one in which it sent the round
 *     that was confirmed, that one included
 * @param guardTicks how many ticks a node guards for, from the one in which it acknowledged the
 *     round, that one included
 */
public record LeaseTerms(long millis, int holdTicks, int guardTicks) {

  /** No leases. */
  public static final LeaseTerms OFF = new LeaseTerms(0, 0, 0);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A gap between two ticks of this share of a lease is a reason to distrust the clock. */
  private static final int GAPS_PER_LEASE = 4;

  /** Checks that nobody holds for longer than others guard. */
  public LeaseTerms {
    if (millis < 0 || holdTicks < 0 || holdTicks > guardTicks) {
      throw new IllegalArgumentException(
          "a lease of " + millis + " ms cannot be held for " + holdTicks + " of " + guardTicks);
    }
  }

  /**
   * Makes terms out of time.
   *
   * <p>A clock that runs fast by {@code drift} makes a guard of D last D / (1 + drift) in truth,
   * and one that runs slow makes a hold of H last H / (1 - drift). So H is D (1 - drift) / (1 +
   * drift). A moment in tick t lies anywhere from t to t + 1. The holder therefore counts from the
   * beginning of the tick in which it sent to the end of the one in which it looks; the guard from
   * the end of the tick in which it answered to the beginning of the one in which it looks.
   *
   * @param millis how long a node guards, by its own clock
   * @param drift how far from 1 the rate of any clock may be
   * @param tickNanos how long a tick of this node is
   */
  public static LeaseTerms of(long millis, double drift, long tickNanos) {
    if (millis == 0) {
      return OFF;
    }
    long nanos = millis * NANOS_PER_MILLI;
    long holdNanos = (long) Math.floor(nanos * (1 - drift) / (1 + drift));
    long guardTicks = (nanos + tickNanos - 1) / tickNanos + 1;
    return new LeaseTerms(millis, (int) (holdNanos / tickNanos), Math.toIntExact(guardTicks));
  }

  boolean isOn() {
    return millis > 0;
  }

  /** Tells whether so many ticks between one look at the clock and the next are suspicious. */
  boolean isGap(long ticks) {
    return isOn() && ticks > Math.max(2, guardTicks / GAPS_PER_LEASE);
  }
}
