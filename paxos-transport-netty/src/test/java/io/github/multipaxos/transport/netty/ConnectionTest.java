package io.github.multipaxos.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.transport.netty.handshake.Handshake;
import io.github.multipaxos.transport.netty.handshake.KnownPeers;
import io.github.multipaxos.transport.netty.handshake.Local;
import io.github.multipaxos.transport.netty.handshake.Peer;
import io.github.multipaxos.transport.netty.wire.EncodedFrame;
import io.github.multipaxos.transport.netty.wire.Frame;
import io.github.multipaxos.transport.netty.wire.FrameDecoder;
import io.github.multipaxos.transport.netty.wire.RandomMessages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The real pipeline, without a socket. */
class ConnectionTest {

  private static final NettyOptions OPTIONS = NettyOptions.defaults();

  private final AtomicLong nanos = new AtomicLong();
  private final TestMemory memory = new TestMemory();
  private final FrameDecoder decoder = new FrameDecoder(OPTIONS.maxFrameBytes());

  /** Remembers what a connection tells. */
  private static final class Recorder implements Connection.Side {
    private final List<Frame> frames = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private Peer peer;

    @Override
    public void admitted(Connection connection, Peer peer) {
      this.peer = peer;
    }

    @Override
    public void received(Connection connection, Frame frame) {
      frames.add(frame);
    }

    @Override
    public void writable(Connection connection) {}

    @Override
    public void ended(Connection connection, Ending ending) {
      endings.add(ending);
    }
  }

  private Connection answering(Recorder recorder) {
    TreeSet<NodeId> members = new TreeSet<>(Set.of(NodeId.of(1), NodeId.of(3)));
    Local local = new Local(TestNode.identity(1, 11, 1), members, OPTIONS.maxFrameBytes());
    Handshake handshake = Handshake.answering(local, known(memory));
    return new Connection(handshake, recorder, OPTIONS, decoder, nanos::get);
  }

  private static KnownPeers known(TestMemory memory) {
    return new KnownPeers(NodeId.of(1), memory, node -> false, Runnable::run);
  }

  private static byte[] hello() {
    return EncodedFrame.of(RawPeer.hello(3, 1, 33, 5)).toArray();
  }

  private static byte[] frames(long seed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Message message : new RandomMessages(seed, 30).oneOfEach()) {
      bytes.writeBytes(EncodedFrame.of(new Frame.Said(message)).toArray());
    }
    return bytes.toByteArray();
  }

  private static void feed(EmbeddedChannel channel, byte[] bytes, SplittableRandom random) {
    int at = 0;
    while (at < bytes.length && channel.isOpen()) {
      int size = Math.min(bytes.length - at, 1 + random.nextInt(100));
      ByteBuf piece = Unpooled.copiedBuffer(bytes, at, size);
      channel.writeInbound(piece);
      assertThat(piece.refCnt()).isZero();
      at += size;
    }
  }

  @Test
  void deliversFramesHoweverTheirBytesArrive() {
    for (long seed = 0; seed < 50; seed++) {
      Recorder recorder = new Recorder();
      EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));

      feed(channel, hello(), new SplittableRandom(seed));
      feed(channel, frames(seed), new SplittableRandom(seed));

      assertThat(recorder.peer.node()).isEqualTo(NodeId.of(3));
      assertThat(recorder.frames)
          .isEqualTo(
              new RandomMessages(seed, 30)
                  .oneOfEach().stream().<Frame>map(Frame.Said::new).toList());
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void doesNothingButCloseOnRandomBytes() {
    for (long seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);

      closesOrWaits(bytes, random);
    }
  }

  @Test
  void doesNothingButCloseOnMutatedFrames() {
    int kinds = new RandomMessages(0, 30).oneOfEach().size();
    for (long seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = frames(seed);
      Set<Integer> bits = new TreeSet<>(); // a bit flipped twice is not flipped
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        bits.add(random.nextInt(8 * bytes.length));
      }
      bits.forEach(bit -> bytes[bit / 8] ^= (byte) (1 << bit % 8));

      assertThat(closesOrWaits(bytes, random)).isLessThan(kinds);
    }
  }

  /** Returns how many frames got through, to a peer that was admitted first. */
  private int closesOrWaits(byte[] bytes, SplittableRandom random) {
    Recorder recorder = new Recorder();
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));
    feed(channel, hello(), random);

    feed(channel, bytes, random);

    channel.checkException();
    recorder.endings.forEach(ending -> assertThat(ending.kind()).isEqualTo(Ending.Kind.MALFORMED));
    assertThat(recorder.endings).hasSize(channel.isOpen() ? 0 : 1);
    channel.finishAndReleaseAll();
    return recorder.frames.size();
  }

  @Test
  void readsNothingBehindWhatIsMalformed() {
    Recorder recorder = new Recorder();
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));
    feed(channel, hello(), new SplittableRandom(1));
    byte[] broken = frames(1);
    broken[8] ^= 1;

    channel.writeInbound(Unpooled.copiedBuffer(broken));

    assertThat(recorder.frames).isEmpty();
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }

  @Test
  void takesNoLargeFrameBeforeItKnowsWhoSendsIt() {
    Recorder recorder = new Recorder();
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));

    byte[] length = ByteBuffer.allocate(4).putInt(Handshake.MAX_BODY_BYTES + 1).array();
    CRC32C crc = new CRC32C();
    crc.update(length);

    channel.writeInbound(
        Unpooled.buffer().writeBytes(length).writeInt((int) crc.getValue()).writeInt(0));

    assertThat(recorder.endings).extracting(Ending::kind).containsExactly(Ending.Kind.MALFORMED);
    channel.finishAndReleaseAll();
  }

  @Test
  void readsNothingBehindAHelloThatItRefuses() {
    Recorder recorder = new Recorder();
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));
    byte[] stranger = EncodedFrame.of(RawPeer.hello(9, 1, 33, 5)).toArray();

    channel.writeInbound(Unpooled.copiedBuffer(stranger, hello(), frames(1)));

    assertThat(recorder.peer).isNull();
    assertThat(recorder.frames).isEmpty();
    assertThat(recorder.endings).extracting(Ending::kind).containsExactly(Ending.Kind.REFUSED);
    channel.finishAndReleaseAll();
  }

  @Test
  void closesOnWhoeverIsLate() {
    Recorder recorder = new Recorder();
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));
    channel.writeInbound(Unpooled.copiedBuffer(Arrays.copyOf(hello(), 20)));

    channel.advanceTimeBy(OPTIONS.handshakeTimeout().toMillis() + 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();

    assertThat(channel.isOpen()).isFalse();
    assertThat(recorder.endings).extracting(Ending::kind).containsExactly(Ending.Kind.LATE);
    channel.finishAndReleaseAll();
  }

  @Test
  void closesThoughItsRefusalCannotLeave() {
    Recorder recorder = new Recorder();
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));
    channel.pipeline().addFirst(new Swallowing());
    channel.writeInbound(
        Unpooled.copiedBuffer(EncodedFrame.of(RawPeer.hello(9, 1, 33, 5)).toArray()));
    assertThat(channel.isOpen()).isTrue();

    channel.advanceTimeBy(OPTIONS.handshakeTimeout().toMillis() + 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();

    assertThat(channel.isOpen()).isFalse();
    assertThat(recorder.endings).extracting(Ending::kind).containsExactly(Ending.Kind.REFUSED);
    channel.finishAndReleaseAll();
  }

  /** Stands for a socket whose other side reads nothing. */
  private static final class Swallowing extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
    }
  }

  @Test
  void givesUpWhoeverTakesForEverToFinishAFrame() {
    Recorder recorder = new Recorder();
    Connection connection = answering(recorder);
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    feed(channel, hello(), new SplittableRandom(1));
    byte[] bytes = frames(1);

    for (int second = 0; second < 70 && channel.isOpen(); second++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      channel.writeInbound(Unpooled.copiedBuffer(bytes, second / 10, second % 10 == 0 ? 1 : 0));
      connection.check();
      channel.runPendingTasks();
    }

    assertThat(channel.isOpen()).isFalse();
    assertThat(recorder.endings).extracting(Ending::sentence).asString().contains("finish");
    channel.finishAndReleaseAll();
  }

  @Test
  void doesNotTakeSilenceAmissThatItAskedFor() {
    Recorder recorder = new Recorder();
    Connection connection = answering(recorder);
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    feed(channel, hello(), new SplittableRandom(1));
    long patience = OPTIONS.silenceTimeout().toNanos();

    connection.reading(false);
    nanos.addAndGet(5 * patience);
    connection.check();
    boolean isLively = connection.isHeardWithin(patience);
    connection.reading(true);
    connection.check();
    boolean isOpenAfterPause = channel.isOpen();
    nanos.addAndGet(patience + 1);
    connection.check();

    assertThat(isLively).isFalse();
    assertThat(isOpenAfterPause).isTrue();
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }

  @Test
  void saysAndTakesNothingUntilTheDiskHasNotedWhoTheOtherSideIs() {
    Recorder recorder = new Recorder();
    memory.holdUp(true);
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));

    channel.writeInbound(Unpooled.copiedBuffer(hello()));
    channel.writeInbound(Unpooled.copiedBuffer(EncodedFrame.of(Frame.Alive.INSTANCE).toArray()));
    assertThat(recorder.peer).isNull();
    assertThat(channel.<ByteBuf>readOutbound()).isNull();
    memory.holdUp(false);

    assertThat(recorder.peer.node()).isEqualTo(NodeId.of(3));
    channel.<ByteBuf>readOutbound().release();
    channel.writeInbound(Unpooled.copiedBuffer(frames(1)));
    assertThat(recorder.frames).isNotEmpty();
    channel.finishAndReleaseAll();
  }

  @Test
  void closesOnAMessageThatDoesNotWaitForTheHandshake() {
    Recorder recorder = new Recorder();
    memory.holdUp(true);
    EmbeddedChannel channel = new EmbeddedChannel(answering(recorder));

    channel.writeInbound(Unpooled.copiedBuffer(hello()));
    channel.writeInbound(Unpooled.copiedBuffer(frames(1)));
    memory.holdUp(false);

    assertThat(recorder.peer).isNull();
    assertThat(recorder.frames).isEmpty();
    assertThat(recorder.endings.get(0).kind()).isEqualTo(Ending.Kind.MALFORMED);
    channel.finishAndReleaseAll();
  }
}
