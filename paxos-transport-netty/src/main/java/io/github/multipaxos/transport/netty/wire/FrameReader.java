package io.github.multipaxos.transport.netty.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frame bodies. Bytes arrive in pieces of any size; each is copied
 * once, into the body that the messages in it will share.
 *
 * <p>The length is checked, by a checksum of its own, before a body is allocated and waited for,
 * and the checksum of the body before a body is returned. Not safe for several threads.
 */
public final class FrameReader {

  /**
   * What comes before each body: its length, the length's checksum, and its own, four bytes each.
   */
  public static final int HEADER_BYTES = 12;

  private static final int LENGTH_CRC = 4;
  private static final int BODY_CRC = 8;

  private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
  private int maxBodyBytes;
  private byte @Nullable [] body;
  private int filledBytes;

  /** Reads frames with bodies of at most {@code maxBodyBytes}. */
  public FrameReader(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Sets another limit, for frames that have not begun to arrive. */
  public void limit(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Tells whether part of a frame has arrived, and the rest has not. */
  public boolean isMidFrame() {
    return header.position() > 0;
  }

  /**
   * Takes bytes until a frame is complete.
   *
   * @return the body of a complete frame, or null if {@code in} is used up and more must come
   * @throws MalformedFrameException if the frame is too long or its checksum does not fit; nothing
   *     more can be read then
   */
  public byte @Nullable [] read(ByteBuffer in) throws MalformedFrameException {
    if (body == null) {
      fill(header, in);
      if (header.hasRemaining()) {
        return null;
      }
      body = new byte[checkedLength()];
      filledBytes = 0;
    }
    int taken = Math.min(body.length - filledBytes, in.remaining());
    in.get(body, filledBytes, taken);
    filledBytes += taken;
    return filledBytes < body.length ? null : finish(body);
  }

  private static void fill(ByteBuffer target, ByteBuffer in) {
    while (target.hasRemaining() && in.hasRemaining()) {
      target.put(in.get());
    }
  }

  private int checkedLength() throws MalformedFrameException {
    int length = header.getInt(0);
    if (checksumOf(header.array(), Integer.BYTES) != header.getInt(LENGTH_CRC)) {
      throw new MalformedFrameException("a length whose checksum does not fit");
    }
    if (length < 0 || length > maxBodyBytes) {
      throw new MalformedFrameException(
          "a frame of "
              + Integer.toUnsignedString(length)
              + " bytes, where at most "
              + maxBodyBytes
              + " are taken");
    }
    return length;
  }

  private byte[] finish(byte[] complete) throws MalformedFrameException {
    if (checksumOf(complete, complete.length) != header.getInt(BODY_CRC)) {
      throw new MalformedFrameException(
          "a frame of " + complete.length + " bytes whose checksum does not fit");
    }
    header.clear();
    body = null;
    return complete;
  }

  private static int checksumOf(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue();
  }
}
