package io.github.multipaxos.transport.netty;

import io.github.multipaxos.transport.netty.handshake.Handshake;
import io.github.multipaxos.transport.netty.handshake.Outcome;
import io.github.multipaxos.transport.netty.handshake.Peer;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.github.multipaxos.transport.netty.wire.FrameReader;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import io.github.multipaxos.transport.netty.wire.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, dialled or accepted, from its handshake to its {@link Ending}. Knows nothing
 * of peers and queues: what becomes of an admitted peer and of its frames is up to the {@link
 * Side}.
 *
 * <p>All methods are called by the event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {

  /** What is done with a connection; one for those dialled, another for those accepted. */
  interface Side {
    /** The handshake has succeeded. Frames may be written, and are received from now on. */
    void admitted(Connection connection, Peer peer);

    /** A frame has arrived from an admitted peer. */
    void received(Connection connection, Frame frame) throws MalformedFrameException;

    /** An admitted peer can be written to again. */
    void writable(Connection connection);

    /** The connection is closed. Called once for each connection that was open at all. */
    void ended(Connection connection, Ending ending);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /**
   * A frame may take this many times as long as silence, so that large ones cross slow networks.
   */
  private static final int FRAME_PATIENCE = 6;

  private final Handshake handshake;
  private final Side side;
  private final NettyOptions options;
  private final LongSupplier nanos;
  private final FrameReader reader = new FrameReader(Handshake.MAX_BODY_BYTES);
  private final FrameDecoder decoder;

  private @Nullable Channel channel;
  private @Nullable Future<?> deadline;
  private Outcome.@Nullable Admitted remembered; // while the disk notes who it is
  private @Nullable Peer peer;
  private @Nullable Ending ending;
  private long heardNanos;
  private long listenedNanos;
  private long frameNanos;
  private long spokeNanos;

  Connection(
      Handshake handshake,
      Side side,
      NettyOptions options,
      FrameDecoder decoder,
      LongSupplier nanos) {
    this.handshake = handshake;
    this.side = side;
    this.options = options;
    this.decoder = decoder;
    this.nanos = nanos;
  }

  /** Returns the other side, or null until the handshake has succeeded. */
  @Nullable Peer peer() {
    return peer;
  }

  /** Returns where the other side is, for people. */
  String remote() {
    return channel == null ? "nowhere" : String.valueOf(channel.remoteAddress());
  }

  /** Tells whether the other side was heard from within so many nanoseconds. */
  boolean isHeardWithin(long withinNanos) {
    return isOpen() && nanos.getAsLong() - heardNanos <= withinNanos;
  }

  private boolean isOpen() {
    return peer != null && ending == null;
  }

  // ---- what Netty tells

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    heardNanos = listenedNanos = frameNanos = spokeNanos = nanos.getAsLong();
    deadline =
        context
            .executor()
            .schedule(this::giveUp, options.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    handshake.opening().ifPresent(this::say);
  }

  private void giveUp() {
    close(Ending.Kind.LATE, "no handshake within " + options.handshakeTimeout().toMillis() + " ms");
    require(channel).close(); // also where a refusal is still stuck in it
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    ByteBuf buffer = (ByteBuf) bytes;
    try {
      heardNanos = listenedNanos = nanos.getAsLong();
      read(buffer.nioBuffer());
    } catch (MalformedFrameException e) {
      close(Ending.Kind.MALFORMED, "it sent " + e.getMessage());
    } finally {
      buffer.release();
    }
  }

  private void read(ByteBuffer bytes) throws MalformedFrameException {
    while (ending == null) {
      byte[] body = reader.read(bytes);
      if (body == null) {
        return;
      }
      frameNanos = heardNanos;
      Frame frame = decoder.decode(body);
      if (peer == null && remembered != null) {
        hearWhileNoting(frame);
      } else if (peer == null) {
        shakeHands(frame);
      } else {
        side.received(this, frame);
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (isOpen() && context.channel().isWritable()) {
      side.writable(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      close(Ending.Kind.LOST, "the connection broke: " + cause);
    } else {
      LOG.error("fails on a connection remote={}", remote(), cause);
      close(Ending.Kind.FAILED, "failed on this side: " + cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (ending == null) {
      ending = new Ending(Ending.Kind.LOST, "the other side closed the connection");
    }
    cancelDeadline();
    side.ended(this, ending);
  }

  // ---- the handshake

  private void shakeHands(Frame first) throws MalformedFrameException {
    Outcome outcome = handshake.receive(first);
    if (outcome instanceof Outcome.Admitted admitted) {
      remembered = admitted;
      handshake.remember(admitted.peer(), () -> admit(admitted));
    } else if (outcome instanceof Outcome.Refused refused) {
      ending = new Ending(Ending.Kind.REFUSED, refused.refusal().sentence());
      write(refused.refusal()).addListener(ChannelFutureListener.CLOSE);
    } else if (outcome instanceof Outcome.Dismissed dismissed) {
      dismiss(dismissed.refusal());
    }
  }

  private void dismiss(Refusal refusal) {
    boolean isForGood = refusal.reason().isForGood();
    close(isForGood ? Ending.Kind.DISOWNED : Ending.Kind.DISMISSED, refusal.sentence());
  }

  /** The other side may have done with its handshake already, but must wait with what matters. */
  private void hearWhileNoting(Frame frame) throws MalformedFrameException {
    if (frame instanceof Refusal refusal) {
      dismiss(refusal);
    } else if (!(frame instanceof Frame.Alive)) {
      throw new MalformedFrameException("a message before the handshake is done");
    }
  }

  private void admit(Outcome.Admitted admitted) {
    if (ending != null) {
      return; // closed while the disk was busy
    }
    cancelDeadline();
    admitted.reply().ifPresent(this::say);
    peer = admitted.peer();
    reader.limit(options.maxFrameBytes());
    side.admitted(this, peer);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  // ---- what the side asks for

  /** Tells whether more may be written before what was written has left. */
  boolean isWritable() {
    return isOpen() && require(channel).isWritable();
  }

  /** Writes a message. It leaves with the next {@link #flush}, at the latest. */
  void write(ByteBuf frame) {
    Channel open = require(channel);
    open.write(frame, open.voidPromise());
  }

  /** Lets what was written leave. */
  void flush() {
    spokeNanos = nanos.getAsLong();
    require(channel).flush();
  }

  /** Stops or goes on reading. */
  void reading(boolean on) {
    listenedNanos = frameNanos = nanos.getAsLong(); // silence that was asked for does not count
    require(channel).config().setAutoRead(on);
  }

  /** Closes the connection, unless it is closed already. */
  void close(Ending.Kind kind, String sentence) {
    if (ending == null) {
      ending = new Ending(kind, sentence);
      if (channel != null) {
        channel.close();
      }
    }
  }

  /** Gives the connection up if the other side has gone, and otherwise lets it know of this one. */
  void check() {
    if (!isOpen()) {
      return;
    }
    long now = nanos.getAsLong();
    long patience = options.silenceTimeout().toNanos();
    if (!require(channel).config().isAutoRead()) {
      listenedNanos = frameNanos = now;
    }
    if (now - listenedNanos > patience) {
      close(Ending.Kind.SILENT, "silent for " + options.silenceTimeout().toMillis() + " ms");
    } else if (reader.isMidFrame() && now - frameNanos > FRAME_PATIENCE * patience) {
      close(Ending.Kind.SILENT, "it takes too long to finish a frame");
    } else if (now - spokeNanos >= options.keepAlive().toNanos() && isWritable()) {
      say(Frame.Alive.INSTANCE);
    }
  }

  private void say(Frame frame) {
    spokeNanos = nanos.getAsLong();
    write(frame);
  }

  private ChannelFuture write(Frame frame) {
    Channel open = require(channel);
    return open.writeAndFlush(Outgoing.encode(EncodedFrame.of(frame), open.alloc()));
  }

  private static Channel require(@Nullable Channel channel) {
    if (channel == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return channel;
  }
}
