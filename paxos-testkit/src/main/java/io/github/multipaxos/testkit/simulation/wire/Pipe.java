package io.github.multipaxos.testkit.simulation.wire;

import io.github.multipaxos.model.NodeId;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One direction of a stream. Whatever was written while a piece is on its way makes up the next
 * piece.
 */
final class Pipe {

  private static final long RETRANSMIT_NANOS = 200_000_000;
  private static final long LOOK_NANOS = 50_000_000;
  private static final double RESET = 0.02;

  private final StreamNetwork network;
  private final NodeId from;
  private final NodeId to;
  private final Consumer<byte[]> receiver;
  private final Runnable reset;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private boolean isMoving;
  private boolean isHeld;
  private boolean isClosed;

  /**
   * Makes an empty one.
   *
   * @param receiver takes what arrives
   * @param reset is called if the stream breaks
   */
  Pipe(StreamNetwork network, NodeId from, NodeId to, Consumer<byte[]> receiver, Runnable reset) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.receiver = receiver;
    this.reset = reset;
  }

  void write(byte[] bytes) {
    waiting.writeBytes(bytes);
    move();
  }

  /** Returns how many bytes have not left. */
  int waitingBytes() {
    return waiting.size();
  }

  /** The receiver takes nothing for now, or takes again. */
  void hold(boolean isHeld) {
    this.isHeld = isHeld;
    move();
  }

  void close() {
    isClosed = true;
  }

  private void move() {
    if (isMoving || isHeld || isClosed || waiting.size() == 0) {
      return;
    }
    byte[] piece = waiting.toByteArray();
    waiting.reset();
    isMoving = true;
    if (network.links().isCorrupted(from, to)) {
      int bit = network.dice().below(8 * piece.length);
      piece[bit / 8] ^= (byte) (1 << bit % 8);
    }
    arriveAfter(delayNanos(), piece);
  }

  private long delayNanos() {
    long delay = network.links().delayNanos(from, to);
    while (network.links().isLost(from, to)) {
      if (network.dice().chance(RESET)) {
        network.timeline().after(delay, reset);
      }
      delay += RETRANSMIT_NANOS;
    }
    return delay;
  }

  private void arriveAfter(long nanos, byte[] piece) {
    network
        .timeline()
        .after(
            nanos,
            () -> {
              if (isClosed) {
                return;
              }
              if (network.links().isCut(from, to)) {
                arriveAfter(LOOK_NANOS, piece); // sent again until it gets through
                return;
              }
              isMoving = false;
              deliver(piece);
              move();
            });
  }

  /** In one piece, or in two. */
  private void deliver(byte[] piece) {
    int cut = network.dice().chance(0.3) ? network.dice().below(piece.length) : 0;
    if (cut > 0) {
      receiver.accept(Arrays.copyOf(piece, cut));
    }
    if (!isClosed) {
      receiver.accept(Arrays.copyOfRange(piece, cut, piece.length));
    }
  }
}
