package io.github.multipaxos.examples.kv.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyCodecTest {

  private final ReplyCodec codec = new ReplyCodec();

  static Stream<Reply> replies() {
    return Stream.of(
        Reply.OK,
        Reply.NIL,
        Reply.NOT_A_NUMBER,
        Reply.of(Long.MIN_VALUE),
        Reply.of(true),
        Reply.of(""),
        new Reply.Bulk(Blob.wrap(new byte[] {0, -1, 13, 10})),
        new Reply.Array(List.of()),
        new Reply.Array(List.of(Reply.OK, Reply.NIL, new Reply.Array(List.of(Reply.of(1))))));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void readsWhatItWritesAndSaysWhatIsWrongWithLess(Reply reply) {
    byte[] bytes = codec.encode(reply);

    assertThat(codec.decode(ByteBuffer.wrap(bytes))).isEqualTo(reply);
    for (int size = 0; size < bytes.length; size++) {
      ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(bytes, size));
      assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(part));
    }
  }

  @Test
  void writesTheSameBytesAsTheFirstRelease() {
    Reply reply = new Reply.Array(List.of(Reply.OK, Reply.of(7), Reply.NIL, Reply.of("v")));

    assertThat(HexFormat.of().formatHex(codec.encode(reply)))
        .isEqualTo("010504" + "00024f4b" + "020000000000000007" + "04" + "030176");
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(ByteBuffer.wrap(new byte[] {2, 0})))
        .withMessage("this version reads replies of format 1, not 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(ByteBuffer.wrap(new byte[] {1, 9})))
        .withMessage("no reply has the number 9");
  }
}
