package io.github.multipaxos.transport.netty;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a transport. Immutable; every value was checked when it was built. The defaults
 * suit a local network.
 *
 * @param maxFrameBytes the largest message that is sent or taken
 * @param outboundBytes how many bytes of messages may wait for one peer
 * @param connectTimeout how long one attempt to connect may take
 * @param handshakeTimeout how long a new connection may take to say who it is
 * @param minReconnect the pause after the first failed attempt to connect
 * @param maxReconnect the longest pause between attempts; each doubles the one before
 * @param keepAlive how often a connection with nothing to say says so
 * @param silenceTimeout how long a connection may be silent before it is given up
 * @param spin how long the event loop looks for something to do before it sleeps
 * @param bind where to listen, if not at this node's address in the member list; port 0 stands for
 *     the port in the member list
 */
public record NettyOptions(
    int maxFrameBytes,
    long outboundBytes,
    Duration connectTimeout,
    Duration handshakeTimeout,
    Duration minReconnect,
    Duration maxReconnect,
    Duration keepAlive,
    Duration silenceTimeout,
    Duration spin,
    Optional<InetSocketAddress> bind) {

  private static final Duration LONGEST_SPIN = Duration.ofMillis(100);

  /** Checks every value against the others. */
  public NettyOptions {
    require(
        maxFrameBytes >= 1 << 16 && maxFrameBytes <= 1 << 30,
        "maxFrameBytes must be 65536 to 1073741824, was " + maxFrameBytes);
    require(
        outboundBytes >= maxFrameBytes,
        "outboundBytes must hold a frame of " + maxFrameBytes + " bytes, was " + outboundBytes);
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("handshakeTimeout", handshakeTimeout);
    requirePositive("minReconnect", minReconnect);
    requirePositive("keepAlive", keepAlive);
    require(
        maxReconnect.compareTo(minReconnect) >= 0,
        "maxReconnect must be at least minReconnect of " + minReconnect + ", was " + maxReconnect);
    require(
        silenceTimeout.compareTo(keepAlive.multipliedBy(3)) >= 0,
        "silenceTimeout must be at least three times keepAlive of "
            + keepAlive
            + ", was "
            + silenceTimeout);
    require(
        !spin.isNegative() && spin.compareTo(LONGEST_SPIN) <= 0,
        "spin must be 0 to 100 ms, was " + spin);
  }

  private static void requirePositive(String name, Duration value) {
    require(
        value.toMillis() > 0 && value.toMillis() <= Integer.MAX_VALUE,
        name + " must be at least a millisecond and less than 25 days, was " + value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Returns the settings that nobody has changed. */
  public static NettyOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings. Not safe for several threads. */
  public static final class Builder {
    private int maxFrameBytes = 16 << 20;
    private long outboundBytes = 16L << 20;
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration handshakeTimeout = Duration.ofSeconds(3);
    private Duration minReconnect = Duration.ofMillis(50);
    private Duration maxReconnect = Duration.ofSeconds(2);
    private Duration keepAlive = Duration.ofSeconds(1);
    private Duration silenceTimeout = Duration.ofSeconds(10);
    private Duration spin = Duration.ZERO;
    private Optional<InetSocketAddress> bind = Optional.empty();

    private Builder() {}

    /**
     * 16 MiB by default. More: larger commands can be replicated. Less: bounds memory, of which
     * each peer can make this node spend a few times as much. Must hold the largest command, and be
     * the same on all nodes.
     */
    public Builder maxFrameBytes(int maxFrameBytes) {
      this.maxFrameBytes = maxFrameBytes;
      return this;
    }

    /**
     * 16 MiB by default. More: a slow peer loses fewer messages, which the protocol would have to
     * send again. Less: bounds memory.
     */
    public Builder outboundBytes(long outboundBytes) {
      this.outboundBytes = outboundBytes;
      return this;
    }

    /** Two seconds by default. More: bears slow networks. Less: tries another address sooner. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /**
     * Three seconds by default. More: bears slow peers. Less: strangers hold a connection for less
     * long.
     */
    public Builder handshakeTimeout(Duration handshakeTimeout) {
      this.handshakeTimeout = handshakeTimeout;
      return this;
    }

    /** 50 ms by default. More: spares a peer that has just died. Less: finds it again sooner. */
    public Builder minReconnect(Duration minReconnect) {
      this.minReconnect = minReconnect;
      return this;
    }

    /**
     * Two seconds by default. More: spares the network. Less: finds a peer sooner after a long
     * absence.
     */
    public Builder maxReconnect(Duration maxReconnect) {
      this.maxReconnect = maxReconnect;
      return this;
    }

    /**
     * One second by default, and the same on all nodes. More: cheaper when idle. Less: allows a
     * shorter {@link #silenceTimeout}.
     */
    public Builder keepAlive(Duration keepAlive) {
      this.keepAlive = keepAlive;
      return this;
    }

    /**
     * Ten seconds by default. More: bears longer pauses of a peer. Less: frees what a dead peer
     * holds sooner.
     */
    public Builder silenceTimeout(Duration silenceTimeout) {
      this.silenceTimeout = silenceTimeout;
      return this;
    }

    /**
     * Zero by default: the event loop sleeps when there is nothing to do. A millisecond: while
     * messages come and go it looks for the next instead, for that long at a stretch, and need not
     * be woken. That saves a lone command a tenth of its time, more or less, and takes CPU time
     * that nobody else wants: it gives way to other threads with each look. An idle loop sleeps all
     * the same. At most 100 ms.
     */
    public Builder spin(Duration spin) {
      this.spin = spin;
      return this;
    }

    /**
     * Listens at this address instead of the one in the member list, for instance on all
     * interfaces. Port 0 stands for the port in the member list.
     */
    public Builder bind(InetSocketAddress bind) {
      this.bind = Optional.of(bind);
      return this;
    }

    /** Checks the settings and returns them. */
    public NettyOptions build() {
      return new NettyOptions(
          maxFrameBytes,
          outboundBytes,
          connectTimeout,
          handshakeTimeout,
          minReconnect,
          maxReconnect,
          keepAlive,
          silenceTimeout,
          spin,
          bind);
    }
  }
}
