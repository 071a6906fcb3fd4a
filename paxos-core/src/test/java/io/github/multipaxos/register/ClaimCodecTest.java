package io.github.multipaxos.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.model.Bytes;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimCodecTest {

  private final ClaimCodec codec = new ClaimCodec();

  static Stream<Claim> claims() {
    return Stream.of(
        new Claim("colour", Bytes.utf8("red")),
        new Claim("k", Bytes.EMPTY),
        new Claim("größe \uD83C\uDF7D", Bytes.utf8("groß")),
        new Claim(
            "k".repeat(WriteOnceRegister.KEY_BYTES_LIMIT),
            Bytes.wrap(new byte[WriteOnceRegister.VALUE_BYTES_LIMIT])));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void decodesWhatItEncoded(Claim claim) {
    byte[] bytes = codec.encode(claim);

    assertThat(codec.decode(ByteBuffer.wrap(bytes).asReadOnlyBuffer())).isEqualTo(claim);
  }

  @Test
  void decodesWhatLiesAmidOtherBytes() {
    byte[] bytes = codec.encode(new Claim("ab", Bytes.utf8("cd")));
    ByteBuffer amid = ByteBuffer.allocate(bytes.length + 10).position(5).put(bytes).flip();

    assertThat(codec.decode(amid.position(5).asReadOnlyBuffer()))
        .isEqualTo(new Claim("ab", Bytes.utf8("cd")));
  }

  @Test
  void writesAVersionTheKeyWithItsSizeAndTheValue() {
    assertThat(codec.encode(new Claim("ab", Bytes.utf8("cd"))))
        .containsExactly(1, 0, 2, 'a', 'b', 'c', 'd');
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(new byte[] {2, 0, 0})))
        .hasMessage("a claim of version 2, this library reads 1; update this node");
  }

  @Test
  void refusesAKeyThatIsNotText() {
    assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(new byte[] {1, 0, 1, (byte) 0xFF})))
        .hasMessage("a key is not UTF-8; the bytes are not a register's");
  }
}
