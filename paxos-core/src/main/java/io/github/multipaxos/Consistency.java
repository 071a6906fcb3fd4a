package io.github.multipaxos;

import java.time.Duration;
import java.util.Objects;

/**
 * What a read may miss. One of {@link #LINEARIZABLE}, {@link #LEASE} and {@link #LOCAL}, or {@link
 * #atMostStale}.
 */
public sealed interface Consistency {

  /**
   * Sees every command whose result anybody had before the read began, on whichever node. Costs one
   * round of messages to a quorum, shared by all reads waiting at the time, and no disk. Depends on
   * no clock.
   */
  Consistency LINEARIZABLE = Level.LINEARIZABLE;

  /**
   * Sees what {@link #LINEARIZABLE} sees, as long as no clock runs wrong by more than {@link
   * PaxosConfig#clockDrift()}. Costs no messages on a leader that holds a lease, and one question
   * to it on other nodes. Whoever cannot have an answer that way, because {@link
   * PaxosConfig#leaseDuration()} is zero (the default) or the leader holds no lease at the moment,
   * gets a {@link #LINEARIZABLE} read. The query may then be run a second time.
   */
  Consistency LEASE = Level.LEASE;

  /** Sees what this replica has applied, which may be arbitrarily old. Costs nothing. */
  Consistency LOCAL = Level.LOCAL;

  /**
   * Sees every command whose result anybody had {@code age} before the read began, or earlier, on
   * whichever node; by the clock of this node, and of no other. Costs nothing while an earlier
   * question to the leader still vouches for that, and is a {@link #LINEARIZABLE} read otherwise:
   * at most one question in each {@code age}, however many reads there are.
   */
  static Consistency atMostStale(Duration age) {
    return new AtMostStale(age);
  }

  /** The levels without a parameter. */
  enum Level implements Consistency {
    /** See {@link Consistency#LINEARIZABLE}. */
    LINEARIZABLE,
    /** See {@link Consistency#LEASE}. */
    LEASE,
    /** See {@link Consistency#LOCAL}. */
    LOCAL
  }

  /**
   * See {@link Consistency#atMostStale}.
   *
   * @param age how old what is seen may be when the read begins
   */
  record AtMostStale(Duration age) implements Consistency {
    /** Checks that the age is one. */
    public AtMostStale {
      Objects.requireNonNull(age, "age");
      if (age.isNegative()) {
        throw new IllegalArgumentException(
            "a read cannot be less stale than not at all; the age was " + age);
      }
    }
  }
}
