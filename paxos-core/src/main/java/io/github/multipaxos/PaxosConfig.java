package io.github.multipaxos;

import java.time.Duration;

/**
 * The settings of one node. Immutable; every value was checked when it was built. {@link
 * #defaults()} suits a local network; {@code docs/configuration.md} says when to change what.
 *
 * @param tick how often the protocol looks at the time; the others count in whole ticks
 * @param heartbeat how often a leader with nothing to say says so
 * @param electionTimeout how long a follower bears silence before it campaigns, at least; up to
 *     twice as long, at random
 * @param retransmit how long an unanswered message waits before it is sent again
 * @param operationTimeout the deadline of a proposal or read that names none
 * @param closeTimeout how long {@link PaxosNode#close()} works at finishing what is under way
 * @param windowSlots how many slots a leader may have open at once
 * @param windowBytes how many bytes of decrees a leader may have open at once
 * @param batchBytes how many bytes of commands share a slot, at most, unless one alone is larger
 * @param maxCommandBytes the largest encoded command that is accepted
 * @param maxPendingOperations how many proposals and reads of this node may be unsettled
 * @param maxPendingBytes how many bytes of commands of this node may be unsettled
 * @param inboxBytes how many bytes of peers' messages may wait before reading from them pauses
 * @param applyQueueBytes how many bytes of chosen decrees may wait in memory for the state machine;
 *     beyond that they are read back from the log
 * @param applyApart whether commands are applied and queries run on a thread of their own always,
 *     and not only when that has been slow of late
 * @param snapshotBytes after how many bytes of applied decrees a snapshot is taken, so that the log
 *     can let go of them; 0 for only when asked for
 * @param transferBytesPerSecond how fast a snapshot is fetched from a peer, at most
 * @param leaseDuration for how long a node that answers a leader's heartbeat promises no higher
 *     ballot to others, so that the leader may answer {@link Consistency#LEASE} reads by itself;
 *     zero, the default, for no leases. The same on every node
 * @param clockDrift how wrong any node's clock may run while leases are used: 0.01 allows each to
 *     gain or lose one second in a hundred. The same on every node
 */
public record PaxosConfig(
    Duration tick,
    Duration heartbeat,
    Duration electionTimeout,
    Duration retransmit,
    Duration operationTimeout,
    Duration closeTimeout,
    int windowSlots,
    long windowBytes,
    int batchBytes,
    int maxCommandBytes,
    int maxPendingOperations,
    long maxPendingBytes,
    long inboxBytes,
    long applyQueueBytes,
    boolean applyApart,
    long snapshotBytes,
    long transferBytesPerSecond,
    Duration leaseDuration,
    double clockDrift) {

  /** The largest command that any configuration may allow: 8 MiB. A frame must hold it. */
  public static final int COMMAND_BYTES_LIMIT = 8 << 20;

  /** Beyond it hardly anything would be left of a lease. */
  private static final double DRIFT_LIMIT = 0.25;

  /** Checks every value against the others. */
  public PaxosConfig {
    require(!tick.isNegative() && !tick.isZero(), "tick must be positive, was " + tick);
    require(
        heartbeat.compareTo(tick) >= 0,
        "heartbeat must be at least one tick of " + tick + ", was " + heartbeat);
    require(
        electionTimeout.compareTo(heartbeat.multipliedBy(3)) >= 0,
        "electionTimeout must be at least three heartbeats of "
            + heartbeat
            + ", was "
            + electionTimeout);
    require(
        retransmit.compareTo(tick) >= 0,
        "retransmit must be at least one tick of " + tick + ", was " + retransmit);
    require(
        operationTimeout.compareTo(tick) >= 0,
        "operationTimeout must be at least one tick of " + tick + ", was " + operationTimeout);
    require(!closeTimeout.isNegative(), "closeTimeout must not be negative, was " + closeTimeout);
    require(windowSlots >= 1, "windowSlots must be at least 1, was " + windowSlots);
    require(
        batchBytes >= 1 && batchBytes <= COMMAND_BYTES_LIMIT,
        "batchBytes must be 1 to " + COMMAND_BYTES_LIMIT + ", was " + batchBytes);
    require(
        maxCommandBytes >= 1 && maxCommandBytes <= COMMAND_BYTES_LIMIT,
        "maxCommandBytes must be 1 to " + COMMAND_BYTES_LIMIT + ", was " + maxCommandBytes);
    require(
        windowBytes >= batchBytes && windowBytes >= maxCommandBytes,
        "windowBytes must hold a batch and the largest command, was " + windowBytes);
    require(
        maxPendingOperations >= 1,
        "maxPendingOperations must be at least 1, was " + maxPendingOperations);
    require(
        maxPendingBytes >= maxCommandBytes,
        "maxPendingBytes must hold the largest command, was " + maxPendingBytes);
    require(inboxBytes >= 1 << 16, "inboxBytes must be at least 65536, was " + inboxBytes);
    require(snapshotBytes >= 0, "snapshotBytes must not be negative, was " + snapshotBytes);
    require(
        transferBytesPerSecond >= 1,
        "transferBytesPerSecond must be positive, was " + transferBytesPerSecond);
    require(applyQueueBytes >= 1, "applyQueueBytes must be positive, was " + applyQueueBytes);
    require(
        leaseDuration.isZero()
            || (leaseDuration.compareTo(heartbeat.multipliedBy(3)) >= 0
                && leaseDuration.compareTo(electionTimeout) <= 0),
        "leaseDuration must be zero, for no leases, or at least three heartbeats of "
            + heartbeat
            + " and at most the electionTimeout of "
            + electionTimeout
            + ", was "
            + leaseDuration);
    require(
        clockDrift >= 0 && clockDrift <= DRIFT_LIMIT,
        "clockDrift must be 0 to " + DRIFT_LIMIT + ", was " + clockDrift);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Returns the settings that nobody has changed. */
  public static PaxosConfig defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings. Not safe for several threads. */
  public static final class Builder {
    private Duration tick = Duration.ofMillis(20);
    private Duration heartbeat = Duration.ofMillis(100);
    private Duration electionTimeout = Duration.ofMillis(1000);
    private Duration retransmit = Duration.ofMillis(300);
    private Duration operationTimeout = Duration.ofSeconds(5);
    private Duration closeTimeout = Duration.ofSeconds(3);
    private int windowSlots = 256;
    private long windowBytes = 8L << 20;
    private int batchBytes = 256 << 10;
    private int maxCommandBytes = 1 << 20;
    private int maxPendingOperations = 65_536;
    private long maxPendingBytes = 64L << 20;
    private long inboxBytes = 64L << 20;
    private long applyQueueBytes = 64L << 20;
    private boolean applyApart;
    private long snapshotBytes = 256L << 20;
    private long transferBytesPerSecond = 64L << 20;
    private Duration leaseDuration = Duration.ZERO;
    private double clockDrift = 0.01;

    private Builder() {}

    /** More: cheaper when idle. Less: deadlines and elections are timed more finely. */
    public Builder tick(Duration tick) {
      this.tick = tick;
      return this;
    }

    /** More: fewer messages when idle. Less: a silent leader is told from a dead one sooner. */
    public Builder heartbeat(Duration heartbeat) {
      this.heartbeat = heartbeat;
      return this;
    }

    /** More: bears longer pauses without an election. Less: replaces a dead leader sooner. */
    public Builder electionTimeout(Duration electionTimeout) {
      this.electionTimeout = electionTimeout;
      return this;
    }

    /** More: less repetition on a slow network. Less: a lost message costs less time. */
    public Builder retransmit(Duration retransmit) {
      this.retransmit = retransmit;
      return this;
    }

    /** More: rides out longer elections. Less: callers hear sooner that something is wrong. */
    public Builder operationTimeout(Duration operationTimeout) {
      this.operationTimeout = operationTimeout;
      return this;
    }

    /** More: more of what is under way finishes. Less: closing is quicker. */
    public Builder closeTimeout(Duration closeTimeout) {
      this.closeTimeout = closeTimeout;
      return this;
    }

    /** More: hides latency. Less: bounds what a new leader has to recover. */
    public Builder windowSlots(int windowSlots) {
      this.windowSlots = windowSlots;
      return this;
    }

    /** More: hides latency for large commands. Less: bounds memory. */
    public Builder windowBytes(long windowBytes) {
      this.windowBytes = windowBytes;
      return this;
    }

    /** More: higher throughput under load. Less: no one batch takes long. */
    public Builder batchBytes(int batchBytes) {
      this.batchBytes = batchBytes;
      return this;
    }

    /** More: larger commands. Less: no one command holds up the others for long. */
    public Builder maxCommandBytes(int maxCommandBytes) {
      this.maxCommandBytes = maxCommandBytes;
      return this;
    }

    /** More: absorbs bursts. Less: says no sooner and waits less. */
    public Builder maxPendingOperations(int maxPendingOperations) {
      this.maxPendingOperations = maxPendingOperations;
      return this;
    }

    /** More: absorbs bursts of large commands. Less: bounds memory. */
    public Builder maxPendingBytes(long maxPendingBytes) {
      this.maxPendingBytes = maxPendingBytes;
      return this;
    }

    /** More: bears bursts from peers. Less: bounds memory. */
    public Builder inboxBytes(long inboxBytes) {
      this.inboxBytes = inboxBytes;
      return this;
    }

    /** More: a slow state machine reads less from disk. Less: bounds memory. */
    public Builder applyQueueBytes(long applyQueueBytes) {
      this.applyQueueBytes = applyQueueBytes;
      return this;
    }

    /**
     * True: a state machine that hangs, or a query, holds up nothing else, not even once. False:
     * what is quick is done by the thread that learns of it, which spares two changes of threads.
     */
    public Builder applyApart(boolean applyApart) {
      this.applyApart = applyApart;
      return this;
    }

    /** More: fewer snapshots, a longer log, a longer start. Less: the disk holds less. */
    public Builder snapshotBytes(long snapshotBytes) {
      this.snapshotBytes = snapshotBytes;
      return this;
    }

    /** More: a lagging node is back sooner. Less: the others notice it less. */
    public Builder transferBytesPerSecond(long transferBytesPerSecond) {
      this.transferBytesPerSecond = transferBytesPerSecond;
      return this;
    }

    /**
     * More: leases bear longer gaps between heartbeats. Less: a leader that ended without a word is
     * replaced as soon as its followers miss it. Zero: no leases.
     */
    public Builder leaseDuration(Duration leaseDuration) {
      this.leaseDuration = leaseDuration;
      return this;
    }

    /** More: bears worse clocks. Less: a leader has more of the lease. */
    public Builder clockDrift(double clockDrift) {
      this.clockDrift = clockDrift;
      return this;
    }

    /** Checks the settings and returns them. */
    public PaxosConfig build() {
      return new PaxosConfig(
          tick,
          heartbeat,
          electionTimeout,
          retransmit,
          operationTimeout,
          closeTimeout,
          windowSlots,
          windowBytes,
          batchBytes,
          maxCommandBytes,
          maxPendingOperations,
          maxPendingBytes,
          inboxBytes,
          applyQueueBytes,
          applyApart,
          snapshotBytes,
          transferBytesPerSecond,
          leaseDuration,
          clockDrift);
    }
  }
}
