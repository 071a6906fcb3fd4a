package io.github.multipaxos.transport.netty;

import io.github.multipaxos.model.Member;
import io.github.multipaxos.transport.netty.handshake.Peer;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to one peer and sends on it what waits in the peer's {@link Outbound} queue.
 * Where there is no connection it tries again, after a pause that grows with each failure.
 *
 * <p>All methods are called by the event loop.
 */
final class Dialler implements Connection.Side {

  private final Member member;
  private final Outbound outbound;
  private final PeerLink link;
  private final Connections connections;
  private final Backoff backoff;
  private final RateLimitedLog log;

  private @Nullable Connection connection;
  private @Nullable Future<?> retry;
  private @Nullable Future<?> steady;
  private int attempts;
  private boolean closed;

  Dialler(
      Member member,
      Outbound outbound,
      PeerLink link,
      Connections connections,
      Backoff backoff,
      RateLimitedLog log) {
    this.member = member;
    this.outbound = outbound;
    this.link = link;
    this.connections = connections;
    this.backoff = backoff;
    this.log = log;
  }

  // ---- connecting

  /** Tries to connect, now. */
  void dial() {
    retry = null;
    attempts++;
    connections.connect(member, attempts, this, this::failed);
  }

  private void failed(Throwable cause) {
    unreachable(String.valueOf(cause.getMessage()));
    pause();
  }

  private void unreachable(String reason) {
    log.info(
        "unreachable " + member.id(),
        "cannot reach peer=" + member.id() + " address=" + member + " reason=\"" + reason + "\"");
  }

  private void pause() {
    if (!closed && retry == null) {
      retry = connections.later(backoff.nextMillis(), this::dial);
    }
  }

  /** Cuts a pause short: the peer is there, for it has just dialled this node. */
  void hurry() {
    if (retry != null && retry.cancel(false)) {
      dial();
    }
  }

  // ---- connected

  @Override
  public void admitted(Connection connection, Peer peer) {
    if (closed) {
      connection.close(Ending.Kind.CLOSED, "this node closes");
      return;
    }
    this.connection = connection;
    steady = connections.later(backoff.maxMillis(), backoff::reset);
    outbound.open();
    link.dialled(connection, peer);
  }

  @Override
  public void received(Connection connection, Frame frame) throws MalformedFrameException {
    if (!(frame instanceof Frame.Alive)) {
      throw new MalformedFrameException("a message on a connection that is for sending");
    }
  }

  @Override
  public void writable(Connection connection) {
    if (connection == this.connection) {
      drain();
    }
  }

  /** Sends what waits, as far as the socket takes it, in one go. */
  void drain() {
    Connection open = connection;
    if (open == null) {
      return;
    }
    boolean wrote = false;
    while (open.isWritable()) {
      Outgoing next = outbound.poll();
      if (next == null) {
        break;
      }
      wrote |= write(open, next);
    }
    if (wrote) {
      open.flush();
    }
  }

  private boolean write(Connection open, Outgoing next) {
    Peer peer = open.peer();
    int maxBytes = peer == null ? 0 : peer.maxFrameBytes();
    ByteBuf frame = next.take(ByteBufAllocator.DEFAULT, maxBytes);
    if (frame == null) {
      log.warn(
          "too large " + member.id(),
          "drops a message larger than a frame peer="
              + member.id()
              + " kind="
              + next.kind()
              + " bytes="
              + next.bytes()
              + " max_frame_bytes="
              + maxBytes
              + "; raise maxFrameBytes on every node, or let commands be smaller");
      return false;
    }
    open.write(frame);
    return true;
  }

  @Override
  public void ended(Connection ended, Ending ending) {
    link.ended(ended, ending);
    if (ended == connection) {
      connection = null;
      outbound.close();
      cancel(steady);
    }
    switch (ending.kind()) {
      case REFUSED, DISMISSED -> refused(ending);
      case DISOWNED -> {
        refused(ending);
        link.disowned(ending.sentence());
      }
      case MALFORMED -> unreachable(ending.sentence() + "; check that the address is a node's");
      case LOST, LATE, SILENT, FAILED -> {
        if (ended.peer() == null) {
          unreachable(ending.sentence());
        }
      }
      case REPLACED, CROWDED, CLOSED -> {}
    }
    pause();
  }

  private void refused(Ending ending) {
    log.warn(
        ending.kind() + " " + member.id(),
        (ending.kind() == Ending.Kind.REFUSED ? "refuses" : "is refused by")
            + " peer="
            + member.id()
            + " address="
            + member
            + " reason=\""
            + ending.sentence()
            + "\"");
  }

  /**
   * Sends what the socket takes at once, and dials no more. The connection is the link's to close.
   */
  void close() {
    closed = true;
    drain();
    cancel(retry);
    cancel(steady);
    outbound.close();
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
