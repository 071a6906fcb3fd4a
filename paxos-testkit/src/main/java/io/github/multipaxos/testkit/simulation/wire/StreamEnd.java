package io.github.multipaxos.testkit.simulation.wire;

import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.handshake.Handshake;
import io.github.multipaxos.transport.netty.handshake.Outcome;
import io.github.multipaxos.transport.netty.handshake.Peer;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.github.multipaxos.transport.netty.wire.FrameReader;
import io.github.multipaxos.transport.netty.wire.MalformedFrameException;
import io.github.multipaxos.transport.netty.wire.Refusal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One process's end of a stream: the handshake first, then frames. */
final class StreamEnd {

  private static final long HANDSHAKE_NANOS = 2_000_000_000;
  private static final long SILENCE_NANOS = 1_000_000_000;
  private static final long KEEP_ALIVE_NANOS = 250_000_000;

  /** A flipped bit in a length makes a frame that never ends. */
  private static final long FRAME_NANOS = 6 * SILENCE_NANOS;

  private static final int OUTBOUND_BYTES = 1 << 20;

  private final StreamTransport owner;
  private final StreamNetwork network;
  private final boolean isDialler;
  private final Handshake handshake;
  private final FrameReader reader = new FrameReader(Handshake.MAX_BODY_BYTES);
  private final FrameDecoder decoder = new FrameDecoder(StreamTransport.MAX_FRAME_BYTES);
  private final long begunNanos;
  private long heardNanos;
  private long spokeNanos;
  private long frameNanos;
  private @Nullable Pipe out;
  private @Nullable Pipe in;
  private @Nullable StreamEnd other;
  private @Nullable Peer peer;
  private boolean isNoting;
  private boolean isClosed;

  StreamEnd(StreamTransport owner, boolean isDialler, Handshake handshake) {
    this.owner = owner;
    this.network = owner.network();
    this.isDialler = isDialler;
    this.handshake = handshake;
    this.begunNanos = heardNanos = spokeNanos = frameNanos = network.timeline().nanos();
  }

  /** Joins two ends to a stream. */
  static void join(StreamEnd dialler, StreamEnd listener, NodeId from, NodeId to) {
    StreamNetwork network = dialler.network;
    Runnable reset =
        () -> {
          dialler.close();
          listener.close();
        };
    Pipe there = new Pipe(network, from, to, listener::receive, reset);
    Pipe back = new Pipe(network, to, from, dialler::receive, reset);
    dialler.begin(there, back, listener);
    listener.begin(back, there, dialler);
  }

  private void begin(Pipe out, Pipe in, StreamEnd other) {
    this.out = out;
    this.in = in;
    this.other = other;
    handshake.opening().ifPresent(this::say);
  }

  @Nullable Peer peer() {
    return peer;
  }

  boolean isDialler() {
    return isDialler;
  }

  boolean isOpen() {
    return peer != null && !isClosed;
  }

  boolean isHeardWithin(long nanos) {
    return isOpen() && network.timeline().nanos() - heardNanos <= nanos;
  }

  private void receive(byte[] bytes) {
    if (isClosed) {
      return;
    }
    heardNanos = network.timeline().nanos();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      byte[] body = reader.read(buffer);
      while (body != null && !isClosed) {
        frameNanos = heardNanos;
        take(decoder.decode(body));
        body = isClosed ? null : reader.read(buffer);
      }
    } catch (MalformedFrameException e) {
      owner.onMalformed();
      close();
    }
  }

  private void take(Frame frame) throws MalformedFrameException {
    if (peer == null && isNoting) {
      hearWhileNoting(frame);
    } else if (peer == null) {
      shakeHands(frame);
    } else if (frame instanceof Frame.Said said && !isDialler) {
      owner.onSaid(peer.node(), said.message());
    } else if (!(frame instanceof Frame.Alive)) {
      throw new MalformedFrameException("a frame that does not belong here");
    }
  }

  private void hearWhileNoting(Frame frame) throws MalformedFrameException {
    if (frame instanceof Refusal refusal) {
      dismiss(refusal);
    } else if (!(frame instanceof Frame.Alive)) {
      throw new MalformedFrameException("a message before the handshake is done");
    }
  }

  private void shakeHands(Frame first) throws MalformedFrameException {
    Outcome outcome = handshake.receive(first);
    if (outcome instanceof Outcome.Admitted admitted) {
      isNoting = true;
      handshake.remember(admitted.peer(), () -> admit(admitted));
    } else if (outcome instanceof Outcome.Refused refused) {
      say(refused.refusal());
      owner.onRefused(refused.refusal());
      network.timeline().after(HANDSHAKE_NANOS, this::close); // when it has been read
    } else if (outcome instanceof Outcome.Dismissed dismissed) {
      dismiss(dismissed.refusal());
    }
  }

  private void dismiss(Refusal refusal) {
    if (isDialler) {
      owner.onDismissed(this, refusal);
    }
    close();
  }

  /** The other side is known durably, unless the stream has ended meanwhile. */
  private void admit(Outcome.Admitted admitted) {
    if (!isClosed) {
      admitted.reply().ifPresent(this::say);
      peer = admitted.peer();
      reader.limit(StreamTransport.MAX_FRAME_BYTES);
      owner.onAdmitted(this);
    }
  }

  /** Says something if there is room; what there is no room for is lost. */
  void say(Frame frame) {
    if (!isClosed && out != null && out.waitingBytes() < OUTBOUND_BYTES) {
      spokeNanos = network.timeline().nanos();
      out.write(EncodedFrame.of(frame).toArray());
    }
  }

  void hold(boolean isHeld) {
    if (in != null) {
      in.hold(isHeld);
    }
  }

  /** Looks at the time. */
  void check() {
    long now = network.timeline().nanos();
    if (owner.isPaused()) {
      heardNanos = frameNanos = now; // silence that was asked for does not count
    }
    boolean isLate = peer == null && now - begunNanos > HANDSHAKE_NANOS;
    boolean isEndless = reader.isMidFrame() && now - frameNanos > FRAME_NANOS;
    if (isLate || isEndless || now - heardNanos > SILENCE_NANOS) {
      close();
    } else if (isOpen() && now - spokeNanos > KEEP_ALIVE_NANOS) {
      say(Frame.Alive.INSTANCE);
    }
  }

  /** Closes this end; the other hears of it if anything gets through. */
  void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (in != null) {
      in.close();
    }
    owner.onEnded(this);
    StreamEnd left = other;
    if (left != null) {
      network.timeline().after(owner.delayTo(left.owner), left::hangUp);
    }
  }

  private void hangUp() {
    if (!network.links().isCut(other == null ? owner.node() : other.owner.node(), owner.node())) {
      close();
    }
  }

  /** The process is gone, and says nothing of it. */
  void vanish() {
    isClosed = true;
    if (in != null) {
      in.close();
    }
    if (out != null) {
      out.close();
    }
    StreamEnd left = other;
    if (left != null && network.dice().chance(0.7)) { // its system tells, unless it is gone too
      network.timeline().after(owner.delayTo(left.owner), left::hangUp);
    }
  }
}
