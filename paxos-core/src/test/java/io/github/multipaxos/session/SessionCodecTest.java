package io.github.multipaxos.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multipaxos.Codec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCodecTest {

  private static final SessionId ID = new SessionId(258, 3);

  private final Codec<SessionCommand<String>> codec = SessionCommand.codec(Codec.strings());

  /** The bytes of releases before this one: logs are full of them. */
  private static Map<String, SessionCommand<String>> known() {
    return new TreeMap<>(
        Map.of(
            "010061",
            new SessionCommand.Plain<>("a"),
            "010100000000000003e8",
            new SessionCommand.Open<>(1_000),
            "010200000000000001020000000300000000000000090000000000000007" + "61",
            new SessionCommand.Exec<>(ID, 9, 7, "a"),
            "0103000000000000010200000003",
            new SessionCommand.KeepAlive<>(ID),
            "0104000000000000010200000003",
            new SessionCommand.Close<>(ID)));
  }

  @Test
  void readsWhatItWrites() {
    known()
        .forEach(
            (hex, command) -> {
              assertThat(HexFormat.of().formatHex(codec.encode(command))).isEqualTo(hex);
              assertThat(decode(HexFormat.of().parseHex(hex))).isEqualTo(command);
            });
  }

  @Test
  void saysWhatIsWrongWithOtherBytes() {
    for (String hex : known().keySet()) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      int numbers = List.of("0100", "0102").contains(hex.substring(0, 4)) ? 1 : 0;
      for (int size = 0; size < bytes.length - numbers; size++) {
        byte[] part = Arrays.copyOf(bytes, size);
        assertThatThrownBy(() -> decode(part)).isInstanceOf(IllegalArgumentException.class);
      }
    }
    assertThatThrownBy(() -> decode(new byte[] {2, 0}))
        .hasMessage("this release reads session commands of format 1, not 2");
    assertThatThrownBy(() -> decode(new byte[] {1, 9}))
        .hasMessage("no session command has the number 9");
  }

  private SessionCommand<String> decode(byte[] bytes) {
    return codec.decode(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-0", "1841-12", "999999999999999999-999999999"})
  void readsIdsAsTheyAreWritten(String text) {
    assertThat(SessionId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1-", "-1", "0-0", "1--1", "a-b", "1-0 ", "9999999999999999999-0"})
  void saysWhatIsWrongWithAnId(String text) {
    assertThatThrownBy(() -> SessionId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ordersIdsBySlotAndThenByIndex() {
    assertThat(new SessionId(2, 10)).isGreaterThan(new SessionId(2, 9));
    assertThat(new SessionId(10, 0)).isGreaterThan(new SessionId(9, 5));
  }

  @Test
  void checksLimits() {
    SessionLimits limits = SessionLimits.defaults();
    assertThat(limits.maxSessions()).isBetween(7_000L, 8_000L);
    assertThatThrownBy(() -> limits.withMaxBytes(8_703)).hasMessageContaining("at least 8704");
    assertThatThrownBy(() -> limits.withWindowSequences(0)).hasMessageContaining("was 0");
    assertThatThrownBy(() -> limits.withMaxTtlMillis(0)).hasMessageContaining("maxTtlMillis");
    assertThatThrownBy(() -> limits.withMaxAnswerBytes(-1)).hasMessageContaining("was -1");
    assertThat(limits.withMaxAnswerBytes(0).withMaxBytes(8_704).maxSessions()).isEqualTo(1);
  }
}
