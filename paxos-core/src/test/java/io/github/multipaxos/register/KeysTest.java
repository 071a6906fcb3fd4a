package io.github.multipaxos.register;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {

  private static final int LIMIT = WriteOnceRegister.KEY_BYTES_LIMIT;

  @Test
  void areCountedInBytes() {
    assertThatCode(() -> Keys.check("k".repeat(LIMIT))).doesNotThrowAnyException();
    assertThatCode(() -> Keys.check("ö".repeat(LIMIT / 2))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Keys.check("k".repeat(LIMIT + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the key has 1025 bytes in UTF-8, the limit is 1024; shorten it, or use a digest of it");
    assertThatThrownBy(() -> Keys.check("ö".repeat(LIMIT / 2) + "k"))
        .hasMessageStartingWith("the key has 1025 bytes");
  }

  @Test
  void areNotEmpty() {
    assertThatThrownBy(() -> Keys.check(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the key is empty; give it a character at least");
  }

  /** Java would make a question mark of each of them, and one key of all. */
  @Test
  void areMadeOfWholeCharacters() {
    for (String half : new String[] {"\uD83C", "a\uDF7D", "\uDF7D\uD83C"}) {
      assertThatThrownBy(() -> Keys.check(half))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the key has half of a surrogate pair");
    }
  }
}
