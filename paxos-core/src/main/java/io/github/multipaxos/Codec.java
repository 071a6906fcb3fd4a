package io.github.multipaxos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Makes commands into bytes and back. {@code encode} runs on the thread that proposes, {@code
 * decode} where commands are applied; an implementation keeps no state or is safe for both.
 *
 * <p>The bytes are written to disk and read by later versions of the application, so a format of
 * your own should say its version.
 *
 * @param <T> the command type
 */
public interface Codec<T> {

  /** Encodes a command. The returned array must not be changed afterwards. */
  byte[] encode(T command);

  /**
   * Decodes a command from the remaining bytes of a read-only buffer. An exception stops the node,
   * as one of {@link StateMachine#apply} does: every replica has the same bytes.
   */
  T decode(ByteBuffer bytes);

  /** Returns a codec out of two functions. */
  static <T> Codec<T> of(Function<T, byte[]> encode, Function<ByteBuffer, T> decode) {
    return new Codec<>() {
      @Override
      public byte[] encode(T command) {
        return encode.apply(command);
      }

      @Override
      public T decode(ByteBuffer bytes) {
        return decode.apply(bytes);
      }
    };
  }

  /** Returns a codec of eight bytes, most significant first. */
  static Codec<Long> longs() {
    return of(value -> ByteBuffer.allocate(Long.BYTES).putLong(value).array(), ByteBuffer::getLong);
  }

  /** Returns a codec of UTF-8 text. */
  static Codec<String> strings() {
    return of(
        text -> text.getBytes(StandardCharsets.UTF_8),
        bytes -> StandardCharsets.UTF_8.decode(bytes).toString());
  }

  /**
   * Returns a codec for commands that are bytes already. The array proposed must not be changed.
   */
  static Codec<byte[]> bytes() {
    return of(
        array -> array,
        bytes -> {
          byte[] array = new byte[bytes.remaining()];
          bytes.get(array);
          return array;
        });
  }
}
