package io.github.multipaxos.transport.netty.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frame bodies. Bytes arrive in pieces of any size; each is copied
 * once, into the body that the messages in it will share.
 *
 * <p>The length is checked before a body is allocated, and the checksum before a body is returned.
 * Not safe for several threads.
 */
public final class FrameReader {

  /** What comes before each body: its length and its checksum, four bytes each. */
  public static final int HEADER_BYTES = 8;

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
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, Integer.BYTES);
    crc.update(complete, 0, complete.length);
    if ((int) crc.getValue() != header.getInt(Integer.BYTES)) {
      throw new MalformedFrameException(
          "a frame of " + complete.length + " bytes whose checksum does not fit");
    }
    header.clear();
    body = null;
    return complete;
  }
}
