package io.github.multipaxos.transport.netty.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

  private static final byte[] FRAME =
      EncodedFrame.of(new Hello(1, 1, "c", 1, 2, 3, 4, 5, 6)).toArray();

  @Test
  void findsFramesHoweverTheirBytesArrive() throws Exception {
    List<byte[]> sent = new ArrayList<>();
    ByteBuffer stream = ByteBuffer.allocate(1 << 20);
    for (var message : new RandomMessages(1, 200).oneOfEach()) {
      byte[] frame = EncodedFrame.of(new Frame.Said(message)).toArray();
      sent.add(frame);
      stream.put(frame);
    }
    stream.flip();

    for (int seed = 0; seed < 100; seed++) {
      assertThat(readInPieces(stream.duplicate(), new SplittableRandom(seed)))
          .isEqualTo(sent.stream().map(FrameReaderTest::body).map(ByteBuffer::wrap).toList());
    }
  }

  private static byte[] body(byte[] frame) {
    return java.util.Arrays.copyOfRange(frame, FrameReader.HEADER_BYTES, frame.length);
  }

  private static List<ByteBuffer> readInPieces(ByteBuffer stream, SplittableRandom random)
      throws MalformedFrameException {
    FrameReader reader = new FrameReader(1 << 20);
    List<ByteBuffer> bodies = new ArrayList<>();
    while (stream.hasRemaining()) {
      int size = Math.min(stream.remaining(), random.nextInt(40));
      ByteBuffer piece = stream.slice(stream.position(), size);
      stream.position(stream.position() + size);
      for (byte[] body = reader.read(piece); body != null; body = reader.read(piece)) {
        bodies.add(ByteBuffer.wrap(body));
      }
    }
    return bodies;
  }

  @Test
  void refusesEveryFrameWithOneBitFlipped() {
    for (int bit = 0; bit < 8 * FRAME.length; bit++) {
      byte[] flipped = FRAME.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      // enough behind it that a length which grew is filled
      ByteBuffer stream = ByteBuffer.allocate(FRAME.length + 70_000).put(flipped).rewind();

      assertThatThrownBy(() -> new FrameReader(70_000).read(stream))
          .isInstanceOf(MalformedFrameException.class);
    }
  }

  @Test
  void refusesALengthAboveTheLimitBeforeItsBytesArrive() {
    for (int length : new int[] {101, 1 << 20, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      ByteBuffer header = header(length, checksumOf(length));

      assertThatThrownBy(() -> new FrameReader(100).read(header))
          .isInstanceOf(MalformedFrameException.class)
          .hasMessageContaining("at most 100 are taken");
    }
  }

  /** Otherwise it would wait for a frame that never ends. */
  @Test
  void refusesALengthWithAFlippedBitBeforeItsBytesArrive() {
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      ByteBuffer header = header(50 ^ 1 << bit, checksumOf(50));

      assertThatThrownBy(() -> new FrameReader(1 << 30).read(header))
          .isInstanceOf(MalformedFrameException.class)
          .hasMessageContaining("a length whose checksum does not fit");
    }
  }

  private static ByteBuffer header(int length, int checksum) {
    return ByteBuffer.allocate(FrameReader.HEADER_BYTES)
        .putInt(length)
        .putInt(checksum)
        .putInt(0)
        .rewind();
  }

  private static int checksumOf(int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).rewind());
    return (int) crc.getValue();
  }

  @Test
  void tellsWhetherAFrameIsUnderWay() throws Exception {
    FrameReader reader = new FrameReader(4096);

    assertThat(reader.isMidFrame()).isFalse();
    reader.read(ByteBuffer.wrap(FRAME, 0, 3));
    assertThat(reader.isMidFrame()).isTrue();
    reader.read(ByteBuffer.wrap(FRAME, 3, 20));
    assertThat(reader.isMidFrame()).isTrue();
    reader.read(ByteBuffer.wrap(FRAME, 23, FRAME.length - 23));
    assertThat(reader.isMidFrame()).isFalse();
  }
}
