package io.github.multipaxos.register;

import io.github.multipaxos.Codec;
import io.github.multipaxos.model.Bytes;
import java.nio.ByteBuffer;

/**
 * A claim in bytes: the version, the size of the key in two bytes, the key in UTF-8, and then the
 * value.
 */
final class ClaimCodec implements Codec<Claim> {

  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 3;

  @Override
  public byte[] encode(Claim claim) {
    byte[] key = Keys.encode(claim.key());
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + key.length + claim.value().size());
    bytes.put(VERSION).putShort((short) key.length).put(key);
    claim.value().copyTo(bytes);
    return bytes.array();
  }

  @Override
  public Claim decode(ByteBuffer bytes) {
    byte version = bytes.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a claim of version "
              + version
              + ", this library reads "
              + VERSION
              + "; update this node");
    }
    int keyBytes = Short.toUnsignedInt(bytes.getShort());
    String key = Keys.decode(bytes.slice(bytes.position(), keyBytes));
    bytes.position(bytes.position() + keyBytes);
    byte[] value = new byte[bytes.remaining()]; // a copy, or the whole batch would stay in memory
    bytes.get(value);
    return new Claim(key, Bytes.wrap(value));
  }
}
