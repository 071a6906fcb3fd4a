package io.github.multipaxos.examples.kv.resp;

import java.time.Duration;

/**
 * What one connection may take, and how long.
 *
 * @param requestBytes the largest request: its arguments' bytes and {@link
 *     #ARGUMENT_OVERHEAD_BYTES} for each of them
 * @param arguments how many arguments a request may have
 * @param outstandingRequests how many requests of a connection may wait for their reply before
 *     reading from it pauses
 * @param outstandingBytes how many bytes of them
 * @param timeout how long a request may take from its arrival
 */
record Limits(
    int requestBytes,
    int arguments,
    int outstandingRequests,
    long outstandingBytes,
    Duration timeout) {

  /** Covers what an argument's length takes in the log. */
  static final int ARGUMENT_OVERHEAD_BYTES = 16;

  /** Returns the usual limits; a request of 1 MiB fits the usual largest command. */
  static Limits of(Duration timeout) {
    return new Limits((1 << 20) - 1024, 16_384, 4_096, 4L << 20, timeout);
  }
}
