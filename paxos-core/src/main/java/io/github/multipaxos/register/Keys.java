package io.github.multipaxos.register;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Makes keys into UTF-8 and back, and refuses what does not survive the way: if it were replaced by
 * a question mark, as {@link String#getBytes} does, two keys would become one.
 */
final class Keys {

  private Keys() {}

  /** Throws a sentence about what is wrong with a key, if something is. */
  static void check(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("the key is empty; give it a character at least");
    }
    int bytes = encode(key).length;
    if (bytes > WriteOnceRegister.KEY_BYTES_LIMIT) {
      throw new IllegalArgumentException(
          "the key has "
              + bytes
              + " bytes in UTF-8, the limit is "
              + WriteOnceRegister.KEY_BYTES_LIMIT
              + "; shorten it, or use a digest of it");
    }
  }

  static byte[] encode(String key) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "the key has half of a surrogate pair, which UTF-8 cannot hold; make keys of whole"
              + " characters",
          e);
    }
  }

  static String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a key is not UTF-8; the bytes are not a register's", e);
    }
  }
}
