package io.github.multipaxos.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovedWordsTest {

  private static final int START = 512;
  private static final int BEHIND = 0x5a;
  private static final SegmentSeal SEAL =
      new SegmentSeal(new Owner(Records.CLUSTER, Records.NODE, 7), 3);

  private final Random random = new Random(3);

  /** Returns a payload of that length, encoded behind a header, in a buffer full of garbage. */
  private ByteBuffer encoded(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(START + 2 * payload.length + 4096);
    Arrays.fill(buffer.array(), (byte) BEHIND);
    buffer.put(START + FrameHeader.BYTES, payload);
    MovedWords.save(buffer, START, payload.length);
    MovedWords.stamp(buffer, START, payload.length, SEAL, START);
    return buffer;
  }

  private byte[] payload(int bytes) {
    byte[] payload = new byte[bytes];
    random.nextBytes(payload);
    return payload;
  }

  private static byte[] restored(ByteBuffer buffer, int payloadBytes) {
    ByteBuffer to = ByteBuffer.allocate(MovedWords.roomBytes(payloadBytes));
    MovedWords.restore(buffer, START, payloadBytes, to);
    return Arrays.copyOf(to.array(), to.limit());
  }

  @Test
  void payloadsOfAnyLengthComeBackAsTheyWere() {
    for (int bytes = 0; bytes < 3 * 512; bytes++) {
      byte[] payload = payload(bytes);
      assertThat(restored(encoded(payload), bytes)).isEqualTo(payload);
    }
    for (int bytes = 30_000; bytes < 100_000; bytes += 61) { // words in more than one sector
      byte[] payload = payload(bytes);
      assertThat(restored(encoded(payload), bytes)).isEqualTo(payload);
    }
  }

  @Test
  void everySectorButTheFirstBeginsWithItsStampAndNothingIsTouchedBehindTheFrame() {
    for (int bytes = 0; bytes < 40_000; bytes = bytes < 2000 ? bytes + 1 : bytes + 61) {
      ByteBuffer buffer = encoded(payload(bytes));

      int frameBytes = MovedWords.frameBytes(bytes);
      for (int at = 512; at < frameBytes; at += 512) {
        assertThat(buffer.getLong(START + at)).isEqualTo(SEAL.stamp(START + at));
      }
      int lastSectorBytes = (frameBytes - 1) % 512 + 1;
      assertThat(lastSectorBytes == 512 || lastSectorBytes > SegmentSeal.STAMP_BYTES).isTrue();
      for (int at = frameBytes; at < buffer.capacity() - START; at++) {
        assertThat(buffer.get(START + at)).isEqualTo((byte) BEHIND);
      }
    }
  }

  @Test
  void takesNothingForOneSectorAndAWordForEachFurtherOne() {
    assertThat(MovedWords.frameBytes(0)).isEqualTo(64);
    assertThat(MovedWords.frameBytes(448)).isEqualTo(512);
    assertThat(MovedWords.frameBytes(449)).isEqualTo(520 + 8);
    assertThat(MovedWords.frameBytes(960)).isEqualTo(1024 + 16); // begins behind a stamp
    assertThat(MovedWords.frameBytes(64_000)).isBetween(65_060, 65_100);
  }
}
